using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Topology.Ends;
using NsmPS.Topology.Managers;

namespace NsmPS.Topology;

/// <summary>Finds the pods behind the endpoints of NSM v0.2's registry, which names the node only. A manager's cross connect tells the pod;
/// otherwise it is told where one registration and one pod of a service are left on a node.</summary>
internal sealed class EndpointRegistry(string cluster, TopologyObjects objects, IReadOnlyList<EndpointPod> pods,
    IReadOnlyList<ManagedWire> wires)
{
    /// <summary>The state of an endpoint that takes clients.</summary>
    public const string Running = "RUNNING";

    public IReadOnlyList<NsmEndpoint> Describe()
    {
        var rows = objects.Endpoints.Where(item => !ExpiringRegistry.IsItsOwn(item) && !item.IsTerminating())
            .OrderBy(item => item.Name(), StringComparer.Ordinal).Select(Row).ToArray();
        var nodes = objects.Nodes.Select(node => node.Name()).ToHashSet(StringComparer.Ordinal);
        return [.. rows.GroupBy(row => (row.Node, row.NetworkService))
            .SelectMany(group => Assign([.. group], nodes.Contains(group.Key.Node))).OrderBy(row => row.Name, StringComparer.Ordinal)];
    }

    private IEnumerable<NsmEndpoint> Assign(NsmEndpoint[] rows, bool nodeIsThere)
    {
        var (node, service) = (rows[0].Node, rows[0].NetworkService);
        if (!nodeIsThere)
        {
            return rows.Select(row => row with { Orphan = true, Detail = $"its node {node} is gone" });
        }

        var left = pods.Where(pod => pod.Pod.NodeName() == node && pod.NetworkServices.Contains(service))
            .Select(pod => pod.Pod).ToList();
        for (var index = 0; index < rows.Length; index++)
        {
            var told = wires.FirstOrDefault(wire => wire.EndpointName == rows[index].Name && wire.Endpoint.Length > 0)?.Endpoint;
            if (left.Find(pod => pod.Name() == told) is { } pod)
            {
                rows[index] = With(rows[index], pod);
                left.Remove(pod);
            }
        }

        NsmEndpoint[] open = [.. rows.Where(row => row.Pod.Length == 0)];
        return rows.Select(row => row.Pod.Length > 0 ? row
            : left.Count == 0 ? row with { Orphan = true, Detail = $"no pod on node {node} provides it" }
            : left.Count == 1 && open.Length == 1 ? With(row, left[0])
            : row with { Detail = $"{open.Length} registrations and {left.Count} pods on node {node} could belong together" });
    }

    private static NsmEndpoint With(NsmEndpoint row, JsonObject pod) => row with { Pod = pod.Name(), PodNamespace = pod.Namespace() ?? "" };

    private NsmEndpoint Row(JsonObject item) => new()
    {
        Cluster = cluster,
        Namespace = item.Namespace() ?? "",
        Name = item.Name(),
        NetworkService = item.Text("spec", "networkservicename") ?? "",
        Payload = item.Text("spec", "payload") ?? "",
        Node = item.Text("spec", "nsmname") ?? "",
        State = item.Text("status", "state") ?? "",
        Orphan = false,
    };
}
