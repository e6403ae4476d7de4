using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Manifests;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Samples.Folders;

/// <summary>Plans the removal of a sample that was created out of a folder. The folder is not needed for it.</summary>
public sealed class FolderSampleRemovalPlanner(MeshCluster cluster)
{
    /// <summary>Finds out what removing the sample would do. Changes nothing. Only what carries its marks goes, and a namespace that holds
    /// anything else stays.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="namespace">Only where something of it is in this namespace; null for wherever it is.</param>
    /// <param name="cancellationToken">Ends the planning.</param>
    /// <returns>Null where there is no such sample.</returns>
    /// <exception cref="NsmException">NamespaceInvalid.</exception>
    public async Task<LifecyclePlan?> PlanRemoveAsync(string name, string? @namespace, CancellationToken cancellationToken)
    {
        var inside = OptionRules.Namespace(@namespace);
        var all = await new FolderObjects(cluster).AllAsync(name, cancellationToken);
        if (all.Count == 0 || (inside is not null && all.All(item => (item.Namespace() ?? item.Name()) != inside)))
        {
            return null;
        }

        var remarks = new List<string>();
        var leaving = await new ManifestGuests(cluster.Client).WithoutUsedAsync(all, remarks, cancellationToken);
        var plan = LifecyclePlan.Of(cluster, $"Remove sample {name}",
            [.. leaving.Select(item => new PlannedObject(FolderStages.Of(item), NsmPlanAction.Delete, item, item, ServerValidated: true))
                .OrderBy(item => FolderStages.RemovalOrder(item.Stage))],
            (plan, operation, token) => RemoveAsync(name, plan, operation, token));
        return (plan with { Summary = plan.Summary with { SampleApp = new NsmSampleAppOptions { Name = name, Namespace = inside } } })
            .With(remarks);
    }

    private static async Task<LifecycleEvent.Completed> RemoveAsync(string name, LifecyclePlan plan, Operation operation,
        CancellationToken cancellationToken)
    {
        operation.Step($"Removing sample {name}", 10);
        await new Removal(operation).RunAsync(plan.Objects, FolderStages.RemovalOrder, (_, _) => { }, cancellationToken);
        operation.Warn(plan.Summary.Remarks);
        return operation.Complete($"Sample {name} {(operation.Run.Wait ? "is removed" : "is being removed")} from {operation.Cluster.Name}",
            null);
    }
}
