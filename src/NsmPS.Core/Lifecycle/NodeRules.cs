using System.Text.Json.Nodes;
using NsmPS.Cluster;
using NsmPS.Health;

namespace NsmPS.Lifecycle;

/// <summary>What must hold on every node that runs a network service manager.</summary>
internal static class NodeRules
{
    private const string ManagerPort = ":5001";

    public static IEnumerable<NsmNodeStatus> Describe(JsonObject daemonSet, IEnumerable<JsonObject> pods, IEnumerable<JsonObject> nodes, IReadOnlyCollection<JsonObject> managers)
    {
        var byName = nodes.ToDictionary(node => node.Name());
        foreach (var pod in WorkloadRules.PodsOf(daemonSet, pods).Where(pod => !pod.IsTerminating()).OrderBy(pod => pod.Text("spec", "nodeName"), StringComparer.Ordinal))
        {
            if (pod.Text("spec", "nodeName") is not { } name)
            {
                continue;
            }

            var sockets = byName.GetValueOrDefault(name).Number("status", "allocatable", KubeNames.SocketResource);
            var urls = managers.Where(manager => manager.Name() == name).Select(manager => manager.Text("spec", "url")).OfType<string>().ToArray();
            var address = pod.Text("status", "podIP");
            var expected = address + ManagerPort;
            yield return new NsmNodeStatus(name, sockets, address is null ? null : urls.FirstOrDefault(url => url == expected) ?? urls.FirstOrDefault(), urls.Contains(expected));
        }
    }

    /// <summary>
    /// Allocatable counts, not capacity: capacity keeps its last value for ever. An address of an earlier pod counts as doubtful, because a manager that was
    /// still shutting down can overwrite the entry of the new one, and nothing corrects it.
    /// </summary>
    public static IEnumerable<WaitItem> Evaluate(IEnumerable<NsmNodeStatus> nodes) => nodes.Select(node =>
        node.ManagerUrl is null ? new WaitItem(Target(node), NsmState.Pending, "its manager has not registered yet")
        : !node.ManagerIsCurrent ? new WaitItem(Target(node), NsmState.Pending, $"its manager is registered as {node.ManagerUrl}, which is not its pod's address; delete the nsmgr pod of this node", Doubtful: true)
        : node.Sockets == 0 ? new WaitItem(Target(node), NsmState.Pending, $"no allocatable {KubeNames.SocketResource}; if this lasts, delete the nsmgr pod of this node")
        : new WaitItem(Target(node), NsmState.Ready));

    /// <summary>The nodes that take an ordinary pod that needs a wire.</summary>
    public static IEnumerable<JsonObject> Schedulable(IEnumerable<JsonObject> nodes) => nodes.Where(node =>
        node.HasCondition("Ready")
        && node.Text("spec", "unschedulable") != "true"
        && !node.Items("spec", "taints").Any(taint => taint.Text("effect") is "NoSchedule" or "NoExecute")
        && node.Number("status", "allocatable", KubeNames.SocketResource) > 0);

    private static string Target(NsmNodeStatus node) => $"Node/{node.Name}";
}
