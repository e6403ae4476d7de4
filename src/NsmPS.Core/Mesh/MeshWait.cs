using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Mesh;

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
