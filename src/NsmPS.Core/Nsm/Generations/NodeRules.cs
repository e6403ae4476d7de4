using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Names;

namespace NsmPS.Nsm.Generations;

/// <summary>What must hold on every node that runs a network service manager.</summary>
internal static class NodeRules
{
    private const string ManagerPort = ":5001";

    /// <summary>Without a DNS server of the cluster a healthy manager takes 40 seconds from its start to its registration.</summary>
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(75);

    public static IEnumerable<NsmNodeStatus> Describe(JsonObject daemonSet, IEnumerable<JsonObject> pods, IEnumerable<JsonObject> nodes,
        IReadOnlyCollection<JsonObject> managers)
    {
        var byName = nodes.ToDictionary(node => node.Name());
        var placed = WorkloadRules.LivingPodsOf(daemonSet, pods).Where(pod => pod.NodeName() is not null);
        foreach (var onNode in placed.GroupBy(pod => pod.NodeName()!, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            // After an outage of the API server a node can have two for a moment; the controller then keeps the oldest.
            var name = onNode.Key;
            var pod = onNode.OrderBy(pod => pod.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).First();
            var sockets = byName.GetValueOrDefault(name).Number("status", "allocatable", NsmNames.SocketResource);
            var urls = managers.Where(manager => manager.Name() == name).Select(manager => manager.Text("spec", "url"))
                .OfType<string>().ToArray();
            var address = pod.Text("status", "podIP");
            var expected = address + ManagerPort;
            yield return new NsmNodeStatus(name, sockets,
                address is null ? null : urls.FirstOrDefault(url => url == expected) ?? urls.FirstOrDefault(), urls.Contains(expected));
        }
    }

    /// <summary>Allocatable counts, not capacity: capacity keeps its last value forever. An address of an earlier pod counts as doubtful,
    /// because a manager that was still shutting down can overwrite the entry of the new one, and nothing corrects it.</summary>
    public static IEnumerable<WaitItem> Evaluate(IEnumerable<NsmNodeStatus> nodes) => nodes.Select(node =>
        node.ManagerUrl is null ? new WaitItem(Target(node), NsmState.Pending, "its manager has not registered yet")
        : IsStale(node)
            ? new WaitItem(Target(node), NsmState.Pending, $"its manager is registered as {node.ManagerUrl}, which is not its pod's "
                + "address; Repair-NsmMesh mends it", Doubtful: true)
            { Patience = s_start }
        : node.Sockets == 0
            ? new WaitItem(Target(node), NsmState.Pending,
                $"no allocatable {NsmNames.SocketResource}; if this lasts, Repair-NsmMesh mends it")
        : new WaitItem(Target(node), NsmState.Ready));

    /// <summary>Whether no other node can reach the manager, which only a restart of it mends.</summary>
    public static bool IsStale(NsmNodeStatus node) => node is { ManagerUrl: not null, ManagerIsCurrent: false };

    /// <summary>Whether a pod uses the manager of its node, as client or as endpoint.</summary>
    public static bool TakesSocket(JsonObject pod) => pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers"))
        .Any(container => container.Text("resources", "limits", NsmNames.SocketResource) is not null);

    /// <summary>The nodes that take an ordinary pod.</summary>
    public static IEnumerable<JsonObject> Schedulable(IEnumerable<JsonObject> nodes) => nodes.Where(node =>
        node.HasCondition("Ready")
        && node.Text("spec", "unschedulable") != "true"
        && !node.Items("spec", "taints").Any(taint => taint.Text("effect") is "NoSchedule" or "NoExecute"));

    /// <summary>How waits name the node.</summary>
    public static string Target(NsmNodeStatus node) => $"Node/{node.Name}";
}
