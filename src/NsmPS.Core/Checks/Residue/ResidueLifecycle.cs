using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Checks.Residue;

/// <summary>Finds what is left of NSM on a cluster, and removes it.</summary>
public sealed class ResidueLifecycle(ClusterClient client, Catalog catalog)
{
    /// <summary>What is left, in the order in which it would be removed.</summary>
    public async Task<IReadOnlyList<NsmResidue>> FindAsync(CancellationToken cancellationToken) => [.. (await new ResidueFinder(client, catalog).FindAsync(cancellationToken)).Select(left => left.Residue)];

    /// <summary>Finds out what a removal would do. Changes nothing.</summary>
    /// <param name="chosen">What to remove; null for everything that is removable. Only what is still residue is removed, whatever a caller names.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task<LifecyclePlan> PlanRemoveAsync(IReadOnlyCollection<NsmResidue>? chosen, CancellationToken cancellationToken)
    {
        var left = await new ResidueFinder(client, catalog).FindAsync(cancellationToken);
        var wanted = chosen?.Select(Identity).ToHashSet();
        var meant = left.Where(entry => wanted is null || wanted.Contains(Identity(entry.Residue))).ToArray();
        PlannedObject[] objects = [.. meant.Where(entry => entry.Residue.Removable)
            .Select(entry => new PlannedObject(RemovalStages.Of(entry.Item), NsmPlanAction.Delete, entry.Item, entry.Item, ServerValidated: true, entry.Residue.Owner.ToString()))];
        var gone = (chosen ?? []).Where(item => !left.Any(entry => Identity(entry.Residue) == Identity(item)));
        return new LifecyclePlan
        {
            Summary = new NsmPlan
            {
                Operation = "Remove residue of NSM",
                Cluster = client.Name,
                Items = [.. objects.Select(item => item.ToItem())],
                Remarks =
                [
                    .. meant.Where(entry => !entry.Residue.Removable).Select(entry => $"{entry.Residue} stays: {entry.Residue.Message}"),
                    .. gone.Select(item => $"{item} is not residue any more."),
                ],
                MadeAt = client.Time.GetUtcNow(),
            },
            Objects = objects,
        };
    }

    /// <summary>Removes. An interrupted removal is completed by the same call again.</summary>
    public IAsyncEnumerable<LifecycleEvent> RemoveAsync(LifecyclePlan plan, RunOptions run, CancellationToken cancellationToken)
    {
        OptionRules.Timeout(run.Timeout);
        return Operation.RunAsync(client, run.Timeout, (operation, token) => RemoveAsync(plan, run, operation, token), cancellationToken);
    }

    private async Task<LifecycleEvent.Completed> RemoveAsync(LifecyclePlan plan, RunOptions run, Operation operation, CancellationToken cancellationToken)
    {
        PlannedObject[][] stages = [.. plan.Objects.GroupBy(item => item.Stage).OrderBy(group => RemovalStages.Order(group.Key)).Select(group => group.ToArray())];
        await new Removal(client, operation).RunAsync(stages, run.Wait, i => operation.Step($"Removing {stages[i][0].Stage}", 100 * i / stages.Length), cancellationToken);
        return operation.Complete(plan.Objects.Count == 0 ? $"There is no residue to remove on {client.Name}" : $"{plan.Objects.Count} objects of NSM {(run.Wait ? "are removed" : "are being removed")} from {client.Name}", null);
    }

    private static (string Kind, string? Namespace, string Name, string Uid) Identity(NsmResidue item) => (item.Kind, item.ObjectNamespace, item.Name, item.Uid);
}
