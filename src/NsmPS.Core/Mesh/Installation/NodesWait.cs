using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Operations;

namespace NsmPS.Mesh.Installation;

/// <summary>Waits until the nodes of a mesh that is being installed can take wires. A manager that is registered under an address that
/// is not its pod's is restarted, once. It can happen where a node had two managers for a moment, as after an outage of the API server:
/// the one that goes may register last, and nothing in NSM corrects it.</summary>
internal sealed class NodesWait(LifecyclePlan plan, Operation operation)
{
    private const string Note = "it was registered under an address that is not its pod's";

    public async Task RunAsync(IReadOnlyList<ObjectKey> workloads, CancellationToken cancellationToken)
    {
        try
        {
            await WaitAsync();
            return;
        }
        catch (WaitFailure failure) when (!failure.TimedOut)
        {
            if (!await TryRestartAsync(failure, cancellationToken))
            {
                throw;
            }
        }

        await WaitAsync();

        Task WaitAsync() =>
            MeshWait.ForNodesAsync(operation, GenerationRules.For(plan.Generation), plan.Namespace, workloads, cancellationToken);
    }

    /// <summary>Restarts the managers that the wait failed for. False where it failed for something else, where a pod on one of the nodes
    /// uses NSM and would lose its wire, or where pods may not be read or deleted.</summary>
    private async Task<bool> TryRestartAsync(WaitFailure failure, CancellationToken cancellationToken)
    {
        var cluster = operation.Cluster.Again();
        var facts = await new MeshReader(cluster).RequireAsync(proveInjection: false, cancellationToken);
        var stale = facts.DescribeNodes(cluster.Now).Where(NodeRules.IsStale).ToArray();
        if (failure.Items.Any(item => !stale.Select(NodeRules.Target).Contains(item.Target)))
        {
            return false;
        }

        try
        {
            var pods = await operation.Client.ListAsync(KnownTypes.Pods, ListFilter.All, cancellationToken);
            if (pods.Any(pod => IsOnOne(pod) && PodRules.IsLiving(pod) && NodeRules.TakesSocket(pod)))
            {
                return false;
            }

            PlannedObject[] managers = [.. WorkloadRules.LivingPodsOf(facts.Manager, pods).Where(IsOnOne)
                .Select(pod => PlannedObject.Deletion(StageNames.Workloads, pod, Note))];
            await operation.DeleteAsync(managers, cancellationToken);
            await new Removal(operation).WaitUntilGoneAsync(managers, cancellationToken);
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.AccessDenied)
        {
            return false;
        }

        operation.Warn($"Restarted the manager on {string.Join(" and ", stale.Select(node => node.Name))}: {Note}.");
        return true;

        bool IsOnOne(JsonObject pod) => stale.Any(node => node.Name == pod.NodeName());
    }
}
