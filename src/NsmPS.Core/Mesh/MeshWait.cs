using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Mesh.Installation;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Mesh;

/// <summary>Waits until a mesh works.</summary>
public static class MeshWait
{
    /// <summary>Waits until the installed mesh works, injection included.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="namespace">The namespace the mesh must be in; null for wherever it is.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>What it has to say; the last event is Completed, with the mesh, or Failed.</returns>
    public static IAsyncEnumerable<LifecycleEvent> RunAsync(MeshCluster cluster, string? @namespace, TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        OptionRules.Timeout(timeout);
        var inside = OptionRules.Namespace(@namespace);
        return Operation.RunAsync(cluster, new RunOptions { Timeout = timeout }, (operation, token) => RunAsync(inside, operation, token),
            cancellationToken);
    }

    /// <summary>Waits until workloads run and every node of the mesh can take wires.</summary>
    internal static Task ForNodesAsync(Operation operation, GenerationRules rules, string @namespace, IReadOnlyList<ObjectKey> workloads,
        CancellationToken cancellationToken)
    {
        return operation.WaitAsync(rules.Watched(@namespace), Evaluate, cancellationToken);

        IReadOnlyList<WaitItem> Evaluate(ClusterView view)
        {
            var items = WorkloadRules.Evaluate(view, workloads).ToList();
            var manager = workloads.Where(key => key.Name == NsmNames.ManagerDaemonSet).Select(view.Find).FirstOrDefault();
            if (manager is not null)
            {
                var parts = new MeshParts(manager, view.Of(KnownTypes.Pods), view.Of(KnownTypes.Nodes),
                    [.. view.Of(rules.Registrations)], operation.Cluster.Now);
                var nodes = rules.Describe(parts).ToArray();
                items.AddRange(rules.Evaluate(nodes));

                // The status of a DaemonSet may still count managers that have been deleted.
                var missing = manager.Number("status", "desiredNumberScheduled") - nodes.Length;
                var index = items.FindIndex(item => item.Target == manager.Key().ToString());
                if (missing > 0 && items[index].State == NsmState.Ready)
                {
                    items[index] = items[index] with { State = NsmState.Pending, Reason = $"{missing} of its pods are not there yet" };
                }
            }

            return items;
        }
    }

    /// <summary>The same for a mesh that was read.</summary>
    internal static Task ForNodesAsync(Operation operation, MeshFacts facts, CancellationToken cancellationToken) =>
        ForNodesAsync(operation, facts.Rules, facts.Namespace, [.. facts.Workloads.Select(item => item.Key())], cancellationToken);

    private static async Task<LifecycleEvent.Completed> RunAsync(string? inside, Operation operation, CancellationToken cancellationToken)
    {
        // Injection is proven after the wait: while the webhook starts, a dry run would hang.
        var cluster = operation.Cluster;
        var facts = await new MeshReader(cluster).RequireAsync(proveInjection: false, cancellationToken);
        if (inside is not null && facts.Namespace != inside)
        {
            throw cluster.NotInside(facts.Namespace, inside);
        }

        operation.Step("Waiting for managers, forwarders and the webhook", 40);
        await ForNodesAsync(operation, facts, cancellationToken);
        operation.Step("Proving that clients are injected", 70);
        await InjectionProof.WaitAsync(operation, facts.Rules.Probe(facts.Namespace), cancellationToken);

        // What the mesh was before the wait says nothing about now.
        var mesh = (await new MeshReader(cluster.Again()).RequireAsync(proveInjection: true, cancellationToken)).Describe(cluster);
        return operation.Complete($"NSM {mesh.Version} in {mesh.Namespace} on {cluster.Name} is ready", mesh);
    }
}
