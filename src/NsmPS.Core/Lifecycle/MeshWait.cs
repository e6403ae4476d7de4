using NsmPS.Cluster;
using NsmPS.Health;
using NsmPS.Manifests;

namespace NsmPS.Lifecycle;

/// <summary>Waits until the workloads of a mesh run and every node of it can take wires.</summary>
internal sealed class MeshWait(ClusterClient client, string @namespace, IReadOnlyList<ObjectKey> workloads)
{
    public Task RunAsync(Operation operation, CancellationToken cancellationToken) => new Waiter(client).WaitAsync(
        [
            .. WorkloadRules.WatchedIn(@namespace),
            new Watched(KnownTypes.Nodes, ListFilter.All),
            new Watched(NsmTypes.Managers, ListFilter.All),
        ],
        Evaluate, operation.Limits, operation.Report, cancellationToken);

    private IReadOnlyList<WaitItem> Evaluate(ClusterView view)
    {
        var items = WorkloadRules.Evaluate(view, workloads).ToList();
        var manager = workloads.Where(key => key.Name == KubeNames.ManagerDaemonSet).Select(view.Find).FirstOrDefault();
        if (manager is not null)
        {
            items.AddRange(NodeRules.Evaluate(NodeRules.Describe(manager, view.Of(KnownTypes.Pods), view.Of(KnownTypes.Nodes), [.. view.Of(NsmTypes.Managers)])));
        }

        return items;
    }
}
