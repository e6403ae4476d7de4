using NsmPS.Kubernetes;

namespace NsmPS.Topology.Managers;

/// <summary>Makes wires of cross connects. A wire on one node is one entry; one between two nodes is an entry on each, which have the same
/// tunnel: number and both nodes' addresses.</summary>
internal static class CrossConnectJoin
{
    /// <summary>The longest name that Kubernetes allows; what a manager sends is not trusted.</summary>
    private const int Longest = 253;

    private const string KernelMechanism = "KERNEL_INTERFACE";

    /// <param name="byNode">What the manager of each node told.</param>
    public static IReadOnlyList<ManagedWire> Join(IReadOnlyDictionary<string, IReadOnlyList<NsmCrossConnect>> byNode)
    {
        var all = byNode.OrderBy(node => node.Key, StringComparer.Ordinal)
            .SelectMany(node => node.Value.Select(entry => (Node: node.Key, Entry: entry))).ToArray();
        var ends = all.Where(item => !item.Entry.Source.IsLocal && item.Entry.Destination.IsLocal).ToArray();
        var open = ends.GroupBy(end => (end.Entry.Source.Tunnel, end.Entry.Source.ClientAddress))
            .ToDictionary(group => group.Key, group => new Queue<(string Node, NsmCrossConnect Entry)>(group));
        var joined = new HashSet<NsmCrossConnect>(ReferenceEqualityComparer.Instance);
        var wires = new List<ManagedWire>();
        foreach (var (node, entry) in all.Where(item => item.Entry.Source.IsLocal))
        {
            if (entry.Destination.IsLocal)
            {
                wires.Add(Wire(node, entry.Source, node, entry.Destination));
                continue;
            }

            if (open.TryGetValue((entry.Destination.Tunnel, entry.Source.ClientAddress), out var halves)
                && halves.TryDequeue(out var end))
            {
                joined.Add(end.Entry);
                wires.Add(Wire(node, entry.Source, end.Node, end.Entry.Destination));
                continue;
            }

            wires.Add(Wire(node, entry.Source, "", entry.Destination));
        }

        return [.. wires, .. ends.Where(end => !joined.Contains(end.Entry))
            .Select(end => Wire("", end.Entry.Source, end.Node, end.Entry.Destination))];
    }

    // A tunnel's end carries the client's pod and the endpoint's name, but an interface of neither.
    private static ManagedWire Wire(string clientNode, NsmCrossConnectEnd source, string endpointNode, NsmCrossConnectEnd destination) =>
        new()
        {
            Client = Clean(source.Pod),
            ClientNode = clientNode,
            ClientInterface = source.IsLocal ? Clean(source.Interface) : "",
            ClientAddress = Clean(source.ClientAddress),
            Endpoint = destination.IsLocal ? Clean(destination.Pod) : "",
            EndpointName = Clean(destination.EndpointName.Length > 0 ? destination.EndpointName : source.EndpointName),
            EndpointNode = endpointNode,
            EndpointInterface = destination.IsLocal ? Clean(destination.Interface) : "",
            EndpointAddress = Clean(source.EndpointAddress),
            NetworkService = Clean(source.NetworkService),
            IsUp = source.IsUp && destination.IsUp,
            EndsInKernel = destination is { IsLocal: true, Mechanism: KernelMechanism },
        };

    private static string Clean(string text) => ShownText.Of(text, Longest);
}
