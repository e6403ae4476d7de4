using NsmPS.Cluster;
using NsmPS.Health;
using NsmPS.Lifecycle.Generations;
using NsmPS.Manifests;

namespace NsmPS.Lifecycle;

/// <summary>Waits until the workloads of a mesh run and every node of it can take wires.</summary>
internal sealed class MeshWait(ClusterClient client, GenerationRules rules, string @namespace, IReadOnlyList<ObjectKey> workloads)
{
    public Task RunAsync(Operation operation, CancellationToken cancellationToken) =>
        new Waiter(client).WaitAsync(rules.Watched(@namespace), Evaluate, operation.Limits, operation.Report, cancellationToken);

    private IReadOnlyList<WaitItem> Evaluate(ClusterView view)
    {
        var items = WorkloadRules.Evaluate(view, workloads).ToList();
        var manager = workloads.Where(key => key.Name == NsmNames.ManagerDaemonSet).Select(view.Find).FirstOrDefault();
        if (manager is not null)
        {
            var parts = new MeshParts(manager, view.Of(KnownTypes.Pods), view.Of(KnownTypes.Nodes), [.. view.Of(rules.Registrations)], client.Time.GetUtcNow());
            items.AddRange(rules.Evaluate(rules.Describe(parts)));
        }

        return items;
    }
}
