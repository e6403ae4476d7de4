using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Admission;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Generations;
using NsmPS.Operations;

namespace NsmPS.Mesh.Installation;

/// <summary>Says what the namespaces that are there will refuse of the workloads of a plan. Exemptions cannot be seen, so the plan only
/// warns. It asks nothing where no workload is new.</summary>
internal sealed class RoomCheck(MeshCluster cluster)
{
    /// <summary>The plan's remarks.</summary>
    public async Task<IReadOnlyList<string>> DescribeAsync(IEnumerable<PlannedObject> objects, CancellationToken cancellationToken)
    {
        var all = objects.ToArray();
        var workloads = NamespaceLimits.Workloads(all.Where(item => item.Action == NsmPlanAction.Create).Select(item => item.Manifest));
        var homes = all.Where(item => item.Live is not null && item.Key.Kind == KnownTypes.Namespaces.Kind
            && workloads.Any(workload => workload.Namespace() == item.Key.Name)).ToArray();
        if (homes.Length == 0)
        {
            return [];
        }

        // What the plan gives a namespace of ours counts.
        var labels = homes.SelectMany(item =>
            NamespaceLimits.OfLabels(item.Action == NsmPlanAction.Update ? item.Manifest : item.Live!, workloads));
        var quotas = ListAsync(KnownTypes.ResourceQuotas, homes, cancellationToken);
        var ranges = ListAsync(KnownTypes.LimitRanges, homes, cancellationToken);
        await Task.WhenAll(quotas, ranges);
        var limits = (await quotas).Count == 0
            ? labels
            : labels.Concat(NamespaceLimits.OfQuotas(await quotas, await ranges, workloads, await CountNodesAsync(cancellationToken)));
        return [.. limits.Select(limit => $"{limit.Target}: {limit.Text} {limit.Remedy}")];
    }

    private async Task<int> CountNodesAsync(CancellationToken cancellationToken) =>
        NodeRules.Schedulable(await cluster.ListAsync(KnownTypes.Nodes, ListFilter.All, cancellationToken)).Count();

    /// <summary>What the user may not see is not judged.</summary>
    private async Task<IReadOnlyList<JsonObject>> ListAsync(ResourceType type, PlannedObject[] homes,
        CancellationToken cancellationToken) =>
    [
        .. (await Task.WhenAll(homes.Select(home => cluster.ListAsync(type, new ListFilter(home.Key.Name), cancellationToken)))
            .OrIfDeniedAsync([])).SelectMany(list => list),
    ];
}
