using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Manifests;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Samples;

/// <summary>Creates, shows and removes sample applications on one cluster.</summary>
public sealed class SampleLifecycle(ClusterClient client, Catalog catalog)
{
    /// <summary>Checks the options against the cluster and finds out what creating the sample would do. Changes nothing.</summary>
    /// <exception cref="NsmException">The mesh is not there or not ready, the namespace is not the
    /// mesh's, nodes are too few, or an option breaks a rule.</exception>
    public Task<LifecyclePlan> PlanCreateAsync(NsmSampleAppOptions options, bool force, CancellationToken cancellationToken) =>
        new SamplePlanner(client, catalog).PlanAsync(options, force, cancellationToken);

    /// <summary>Creates the sample; it is done when every client has its wire.</summary>
    public IAsyncEnumerable<LifecycleEvent> CreateAsync(LifecyclePlan plan, RunOptions run, CancellationToken cancellationToken)
    {
        OptionRules.Timeout(run.Timeout);
        return Operation.RunAsync(client, run.Timeout,
            (operation, token) => new SampleCreator(client, plan, run, operation).RunAsync(token), cancellationToken);
    }

    /// <summary>Finds out what removing the sample would do. Changes nothing.</summary>
    public async Task<LifecyclePlan> PlanRemoveAsync(string name, string? @namespace, CancellationToken cancellationToken)
    {
        var variants = catalog.Samples(name);
        var sample = variants[0];
        var inside = @namespace is null ? null : OptionRules.Namespace(@namespace);
        var everywhere = new ListFilter(null, Ownership.SelectorOf(sample.Info.Name));
        var types = variants.SelectMany(variant => variant.Manifests.Objects)
            .Select(item => (ApiVersion: item.Text("apiVersion")!, Kind: item.Kind())).Distinct()
            .Select(item => KnownTypes.Find(item.ApiVersion, item.Kind) ?? Generation.FindType(item.ApiVersion, item.Kind))
            .OfType<ResourceType>();
        JsonObject[] all = [
            .. (await Task.WhenAll(types.Select(type => client.ListAsync(type, everywhere, cancellationToken)))).SelectMany(list => list)];
        var remarks = new List<string>();
        var leaving = await new ManifestGuests(client)
            .WithoutUsedAsync(
                [.. all.Where(item => IsInside(item, inside)
                    || (IsOfNsm(item) && all.All(other => IsOfNsm(other) || IsInside(other, inside))))], remarks, cancellationToken);
        PlannedObject[] objects = [
            .. leaving.Select(item => new PlannedObject(StageOf(variants, item), NsmPlanAction.Delete, item, item, ServerValidated: true))];
        remarks.AddRange(await new SampleNeighbours(client, catalog).DescribeAsync(variants, objects, cancellationToken));
        return new LifecyclePlan
        {
            Summary = new NsmPlan
            {
                Operation = $"Remove sample {sample.Info.Name}",
                Cluster = client.Name,
                Items = [.. objects.Select(item => item.ToItem())],
                SampleApp = new NsmSampleAppOptions { Name = sample.Info.Name, Namespace = inside },
                Remarks = remarks,
                MadeAt = client.Time.GetUtcNow(),
            },
            Objects = objects,
            Namespace = objects.Where(item => item.Key.Kind == KnownTypes.Deployments.Kind).Select(item => item.Key.Namespace)
                .FirstOrDefault() ?? "",
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
        var names = name is null
            ? catalog.SampleApps.Select(sample => sample.Name).Distinct()
            : [catalog.Sample(name).Info.Name];
        var inside = @namespace is null ? null : OptionRules.Namespace(@namespace);
        var mesh = await new MeshLocator(client).FindAsync(cancellationToken);
        return [.. (await Task.WhenAll(names.Select(entry => ReadAsync(entry, inside, mesh, cancellationToken)))).OfType<NsmSampleApp>()];
    }

    private async Task<NsmSampleApp?> ReadAsync(string name, string? @namespace, LocatedMesh? mesh, CancellationToken cancellationToken) =>
        await new SampleLocator(client, catalog).FindAsync(name, @namespace, mesh, cancellationToken) is var (sample, home)
            ? await new SampleReader(client).ReadAsync(sample, home, cancellationToken)
            : null;

    private static bool IsInside(JsonObject item, string? @namespace) =>
        @namespace is null || (item.Namespace() ?? item.Name()) == @namespace;

    /// <summary>NSM v0.2 has its own objects in another namespace than the sample.</summary>
    private static bool IsOfNsm(JsonObject item) => Generation.FindType(item.Text("apiVersion")!, item.Kind()) is not null;

    private static string StageOf(IReadOnlyList<SampleApp> variants, JsonObject item) =>
        item.Kind() == KnownTypes.Namespaces.Kind ? StageNames.Namespaces
        : variants.SelectMany(variant => variant.Manifests.Stages)
            .FirstOrDefault(stage => stage.Objects.Any(known => known.Kind() == item.Kind() && known.Name() == item.Name()))?.Name
            ?? "others";

    private async Task<LifecycleEvent.Completed> RemoveAsync(LifecyclePlan plan, RunOptions run, Operation operation,
        CancellationToken cancellationToken)
    {
        var name = plan.Sample!.Info.Name;
        if (plan.Objects.Count == 0)
        {
            return operation.Complete($"There is no sample {name} of NsmPS on {client.Name}", null);
        }

        operation.Step($"Removing sample {name}", 10);
        await new SampleRemoval(client, operation).RunAsync(plan.Objects, run.Wait, cancellationToken);
        foreach (var remark in plan.Summary.Remarks)
        {
            operation.Warn(remark);
        }

        return operation.Complete($"Sample {name} {(run.Wait ? "is removed" : "is being removed")} from {client.Name}", null);
    }
}
