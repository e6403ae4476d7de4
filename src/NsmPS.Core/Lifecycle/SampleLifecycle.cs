using NsmPS.Apply;
using NsmPS.Cluster;
using NsmPS.Manifests;

namespace NsmPS.Lifecycle;

/// <summary>Creates, shows and removes sample applications on one cluster.</summary>
public sealed class SampleLifecycle(ClusterClient client, Catalog catalog)
{
    /// <summary>Checks the options against the cluster and finds out what creating the sample would do. Changes nothing.</summary>
    /// <exception cref="NsmException">The mesh is not there or not ready, the namespace is not the mesh's, nodes are too few, or an option breaks a rule.</exception>
    public Task<LifecyclePlan> PlanCreateAsync(NsmSampleAppOptions options, bool force, CancellationToken cancellationToken) =>
        new SamplePlanner(client, catalog).PlanAsync(options, force, cancellationToken);

    /// <summary>Creates the sample; it is done when every client has its wire.</summary>
    public IAsyncEnumerable<LifecycleEvent> CreateAsync(LifecyclePlan plan, RunOptions run, CancellationToken cancellationToken)
    {
        OptionRules.Timeout(run.Timeout);
        return Operation.RunAsync(client, run.Timeout, (operation, token) => new SampleCreator(client, plan, run, operation).RunAsync(token), cancellationToken);
    }

    /// <summary>Finds out what removing the sample would do. Changes nothing.</summary>
    public async Task<LifecyclePlan> PlanRemoveAsync(string name, string? @namespace, CancellationToken cancellationToken)
    {
        var sample = catalog.Sample(name);
        var inside = @namespace is null ? null : OptionRules.Namespace(@namespace);
        var selector = Ownership.SelectorOf(sample.Info.Name);
        var kinds = sample.Manifests.Objects.Select(item => (item.Text("apiVersion")!, item.Kind())).Distinct();
        var types = kinds.Select(kind => KnownTypes.Find(kind.Item1, kind.Item2)).OfType<ResourceType>();
        var own = NsmTypes.All.Where(type => kinds.Contains((type.ApiVersion, type.Kind)));

        // NSM's own objects are not in the sample's namespace.
        var found = (await Task.WhenAll(
            types.Select(type => client.ListAsync(type, new ListFilter(inside, selector), cancellationToken))
                .Concat(own.Select(type => client.ListAsync(type, new ListFilter(null, selector), cancellationToken))))).SelectMany(list => list);
        var stages = sample.Manifests.Stages.SelectMany(stage => stage.Objects, (stage, item) => (item.Kind(), item.Name(), stage.Name)).ToDictionary(entry => (entry.Item1, entry.Item2), entry => entry.Item3);
        PlannedObject[] objects = [.. found.Select(item => new PlannedObject(stages.GetValueOrDefault((item.Kind(), item.Name()), "others"), NsmPlanAction.Delete, item, item, ServerValidated: true))];
        return new LifecyclePlan
        {
            Summary = new NsmPlan
            {
                Operation = $"Remove sample {sample.Info.Name}",
                Cluster = client.Name,
                Items = [.. objects.Select(item => item.ToItem())],
                MadeAt = client.Time.GetUtcNow(),
            },
            Objects = objects,
            Namespace = objects.Where(item => item.Key.Kind == KnownTypes.Deployments.Kind).Select(item => item.Key.Namespace).FirstOrDefault() ?? "",
            Sample = sample,
        };
    }

    /// <summary>Removes the sample.</summary>
    public IAsyncEnumerable<LifecycleEvent> RemoveAsync(LifecyclePlan plan, RunOptions run, CancellationToken cancellationToken)
    {
        OptionRules.Timeout(run.Timeout);
        return Operation.RunAsync(client, run.Timeout, (operation, token) => RemoveAsync(plan, run, operation, token), cancellationToken);
    }

    /// <summary>The samples on the cluster; with a name only that one.</summary>
    public async Task<IReadOnlyList<NsmSampleApp>> GetAsync(string? name, string? @namespace, CancellationToken cancellationToken)
    {
        IEnumerable<string> names = name is null ? catalog.SampleApps.Select(sample => sample.Name) : [catalog.Sample(name).Info.Name];
        var home = @namespace is null ? await new MeshLocator(client).FindNamespaceAsync(cancellationToken) : OptionRules.Namespace(@namespace);
        return home is null ? [] : [.. (await Task.WhenAll(names.Select(entry => new SampleReader(client).ReadAsync(catalog.Sample(entry), home, cancellationToken)))).OfType<NsmSampleApp>()];
    }

    private async Task<LifecycleEvent.Completed> RemoveAsync(LifecyclePlan plan, RunOptions run, Operation operation, CancellationToken cancellationToken)
    {
        var name = plan.Sample!.Info.Name;
        if (plan.Objects.Count == 0)
        {
            return operation.Complete($"There is no sample {name} of NsmPS on {client.Name}", null);
        }

        operation.Step($"Removing sample {name}", 10);
        await new SampleRemoval(client, operation).RunAsync(plan.Objects, run.Wait, cancellationToken);
        return operation.Complete($"Sample {name} {(run.Wait ? "is removed" : "is being removed")} from {client.Name}", null);
    }
}
