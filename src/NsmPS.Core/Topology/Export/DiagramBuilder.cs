using System.Globalization;
using NsmPS.Kubernetes;

namespace NsmPS.Topology.Export;

/// <summary>Decides what is drawn: which boxes on which node, and how each wire looks. Pure.</summary>
internal static class DiagramBuilder
{
    private const string Nowhere = "(no node)";
    private const int LongestName = 63;

    public static Diagram Build(NsmTopology topology)
    {
        var clients = Clients(topology);
        var endpoints = Endpoints(topology);
        var wires = from client in clients
                    from entry in client.Wires.Select((wire, line) => (Wire: wire, Line: line))
                    let endpoint = endpoints.Find(item => item.Key == EndpointKey(entry.Wire))
                    where endpoint is not null
                    select new DiagramWire(client.Box.Id, entry.Line, endpoint.Box.Id, Label(topology, entry.Wire),
                        Look(topology, entry.Wire));
        var nodes = topology.Nodes.Concat(clients.Select(item => item.Node)).Concat(endpoints.Select(item => item.Node))
            .Distinct(StringComparer.Ordinal)
            .Select(node => new DiagramNode(
                node.Length == 0 ? Nowhere : Shown(node), [.. clients.Where(item => item.Node == node).Select(item => item.Box)],
                [.. endpoints.Where(item => item.Node == node).Select(item => item.Box)]));
        return new Diagram($"Network Service Mesh on {Shown(topology.Cluster)}",
            [.. nodes.Where(node => node.Clients.Count + node.Endpoints.Count > 0)], [.. wires]);
    }

    /// <summary>What a ping over a wire showed; null when nobody pinged.</summary>
    public static NsmIcmpResult? PingOf(NsmTopology topology, NsmConnection wire) =>
        topology.Pings.FirstOrDefault(ping => wire.State != NsmWireState.Dead && ping.Client == wire.Client
            && (ping.ClientNamespace.Length == 0 || ping.ClientNamespace == wire.ClientNamespace)
            && (ping.Interface.Length == 0 || ping.Interface == wire.ClientInterface)
            && (ping.ClientAddress.Length == 0 || ping.ClientAddress == wire.ClientAddress));

    public static WireLook Look(NsmTopology topology, NsmConnection wire) => PingOf(topology, wire)?.Verdict switch
    {
        NsmVerdict.Ok => WireLook.Proven,
        null => wire.State switch
        {
            NsmWireState.Up => WireLook.Up,
            NsmWireState.Down => WireLook.Bad,
            NsmWireState.Dead => WireLook.Dead,
            _ => WireLook.Unknown,
        },
        _ => WireLook.Bad,
    };

    public static string Label(NsmTopology topology, NsmConnection wire)
    {
        var ping = PingOf(topology, wire);
        var times = ping?.AvgMs is { } average ? string.Create(CultureInfo.InvariantCulture, $" {average:0.0##} ms") : "";
        return Shown($"{(wire.ClientAddress.Length > 0 ? wire.ClientAddress : wire.ClientInterface)} "
            + $"{wire.State}{(ping is null ? "" : $", ping {ping.Verdict}{times}")}");
    }

    private static List<Client> Clients(NsmTopology topology)
    {
        var wires = topology.Wires.ToLookup(wire => (wire.ClientNamespace, wire.Client));
        var there = topology.Clients.Select(client =>
            (client.Namespace, client.Name, client.Node, IsThere: true, client.State, client.Reason));
        var gone = topology.Wires.Where(wire => wire.ClientNamespace.Length == 0)
            .Select(wire => (Namespace: "", Name: wire.Client, Node: wire.ClientNode, IsThere: false, State: NsmState.Absent, Reason: ""))
            .Distinct();
        return [.. there.Concat(gone).Select((item, index) =>
        {
            NsmConnection[] own = [.. wires[(item.Namespace, item.Name)].Where(wire => item.IsThere || wire.ClientNode == item.Node)];
            string[] lines = own.Length > 0 ? [.. own.Select(wire => Label(topology, wire))] : [item.State.ToString()];
            return new Client(new DiagramBox($"c{index}", Shown(item.Name), lines, item.IsThere), item.Node, own);
        })];
    }

    private static List<Endpoint> Endpoints(NsmTopology topology)
    {
        var there = topology.Endpoints.Select(endpoint =>
            (Key: endpoint.Pod.Length > 0 ? endpoint.Pod : endpoint.Name, endpoint.Node, Line: $"{endpoint.NetworkService}, "
                + $"{(endpoint.Orphan ? "orphan " : "")}{endpoint.Name}", IsThere: !endpoint.Orphan)).ToArray();
        var others = topology.Wires.Where(wire => EndpointKey(wire).Length > 0 && there.All(item => item.Key != EndpointKey(wire)))
            .Select(wire =>
                (Key: EndpointKey(wire), Node: wire.EndpointNode, Line: wire.NetworkService, IsThere: wire.State != NsmWireState.Dead))
                .DistinctBy(item => item.Key);
        return [.. there.Concat(others)
            .Select((item, index) =>
                new Endpoint(item.Key, new DiagramBox($"e{index}", Shown(item.Key), [Shown(item.Line)], item.IsThere), item.Node))];
    }

    private static string EndpointKey(NsmConnection wire) => wire.Endpoint.Length > 0 ? wire.Endpoint : wire.EndpointName;

    private static string Shown(string text) => ShownText.Of(text, LongestName);

    private sealed record Client(DiagramBox Box, string Node, IReadOnlyList<NsmConnection> Wires);

    private sealed record Endpoint(string Key, DiagramBox Box, string Node);
}
