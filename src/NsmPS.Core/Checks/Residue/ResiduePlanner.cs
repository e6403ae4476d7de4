using NsmPS.Kubernetes.Apply;
using NsmPS.Operations;

namespace NsmPS.Checks.Residue;

/// <summary>Finds what is left of NSM on a cluster, and plans its removal.</summary>
public sealed class ResiduePlanner(MeshCluster cluster)
{
    /// <summary>What is left, in the order in which it would be removed.</summary>
    public async Task<IReadOnlyList<NsmResidue>> FindAsync(CancellationToken cancellationToken) =>
        [.. (await new ResidueFinder(cluster).FindAsync(cancellationToken)).Select(left => left.Residue)];

    /// <summary>Finds out what a removal would do. Changes nothing.</summary>
    /// <param name="chosen">What to remove; null for everything that is removable. Only what
    /// is still residue is removed, whatever a caller names.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task<LifecyclePlan> PlanRemoveAsync(IReadOnlyCollection<NsmResidue>? chosen, CancellationToken cancellationToken)
    {
        var left = await new ResidueFinder(cluster).FindAsync(cancellationToken);
        var wanted = chosen?.Select(Identity).ToHashSet();
        var meant = left.Where(entry => wanted is null || wanted.Contains(Identity(entry.Residue))).ToArray();
        PlannedObject[] objects = [.. meant.Where(entry => entry.Residue.Removable)
            .Select(entry => PlannedObject.Deletion(RemovalStages.Of(entry.Item), entry.Item, entry.Residue.Owner.ToString()))];
        var gone = (chosen ?? []).Where(item => !left.Any(entry => Identity(entry.Residue) == Identity(item)));
        return LifecyclePlan.Of(cluster, "Remove residue of NSM", objects, RemoveAsync).With(
        [
            .. meant.Where(entry => !entry.Residue.Removable).Select(entry => $"{entry.Residue} stays: {entry.Residue.Message}"),
            .. gone.Select(item => $"{item} is not residue any more."),
        ]);
    }

    private static async Task<LifecycleEvent.Completed> RemoveAsync(LifecyclePlan plan, Operation operation,
        CancellationToken cancellationToken)
    {
        await new Removal(operation).RunAsync(plan.Objects, RemovalStages.Order,
            (stage, percent) => operation.Step($"Removing {stage}", percent), cancellationToken);
        return operation.Complete(plan.Objects.Count == 0
            ? $"There is no residue to remove on {operation.Cluster.Name}"
            : $"{plan.Objects.Count} objects of NSM {(operation.Run.Wait ? "are removed" : "are being removed")} from "
                + operation.Cluster.Name, null);
    }

    private static (string Kind, string? Namespace, string Name, string Uid) Identity(NsmResidue item) =>
        (item.Kind, item.ObjectNamespace, item.Name, item.Uid);
}
