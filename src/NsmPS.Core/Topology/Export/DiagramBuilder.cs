using System.Globalization;
using NsmPS.Kubernetes;

namespace NsmPS.Topology.Export;

/// <summary>Decides what is drawn: which boxes on which node, and how each wire looks. Pure.</summary>
internal static class DiagramBuilder
{
    public const string Nowhere = "(no node)";
    private const int LongestName = 63;

    public static Diagram Build(NsmTopology topology)
    {
        var pings = new WirePings(topology);
        var clients = Clients(topology, pings);
        var endpoints = Endpoints(topology);
        var byKey = endpoints.ToLookup(item => item.Key, StringComparer.Ordinal);
        var wires = from client in clients
                    from entry in client.Wires.Select((wire, line) => (Wire: wire, Line: line))
                    let endpoint = byKey[EndpointKey(entry.Wire)].FirstOrDefault()
                    where endpoint is not null
                    select new DiagramWire(client.Box.Id, entry.Line, endpoint.Box.Id, Label(pings, entry.Wire), pings.Look(entry.Wire));
        var (clientsOf, endpointsOf) = (clients.ToLookup(item => item.Node, item => item.Box, StringComparer.Ordinal),
            endpoints.ToLookup(item => item.Node, item => item.Box, StringComparer.Ordinal));
        var nodes = topology.Nodes.Concat(clients.Select(item => item.Node)).Concat(endpoints.Select(item => item.Node))
            .Distinct(StringComparer.Ordinal)
            .Select(node => new DiagramNode(node.Length == 0 ? Nowhere : Shown(node), [.. clientsOf[node]], [.. endpointsOf[node]]));
        return new Diagram($"Network Service Mesh on {Shown(topology.Cluster)}",
            [.. nodes.Where(node => node.Clients.Count + node.Endpoints.Count > 0)], [.. wires]);
    }

    private static string Label(WirePings pings, NsmConnection wire)
    {
        var ping = pings.Of(wire);
        var times = ping?.AvgMs is { } average ? string.Create(CultureInfo.InvariantCulture, $" {average:0.0##} ms") : "";
        return Shown($"{(wire.ClientAddress.Length > 0 ? wire.ClientAddress : wire.ClientInterface)} "
            + $"{wire.State}{(ping is null ? "" : $", ping {ping.Verdict}{times}")}");
    }

    private static List<Client> Clients(NsmTopology topology, WirePings pings)
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
            string[] lines = own.Length > 0 ? [.. own.Select(wire => Label(pings, wire))] : [item.State.ToString()];
            return new Client(new DiagramBox($"c{index}", Shown(item.Name), lines, item.IsThere), item.Node, own);
        })];
    }

    private static List<Endpoint> Endpoints(NsmTopology topology)
    {
        var there = topology.Endpoints.Select(endpoint =>
            (Key: endpoint.Pod.Length > 0 ? endpoint.Pod : endpoint.Name, endpoint.Node, Line: $"{endpoint.NetworkService}, "
                + $"{(endpoint.Orphan ? "orphan " : "")}{endpoint.Name}", IsThere: !endpoint.Orphan)).ToArray();
        var known = there.Select(item => item.Key).ToHashSet(StringComparer.Ordinal);
        var others = topology.Wires.Where(wire => EndpointKey(wire).Length > 0 && !known.Contains(EndpointKey(wire)))
            .Select(wire =>
                (Key: EndpointKey(wire), Node: wire.EndpointNode, Line: wire.NetworkService, IsThere: wire.State != NsmWireState.Dead))
                .DistinctBy(item => item.Key);
        return [.. there.Concat(others)
            .Select((item, index) =>
                new Endpoint(item.Key, new DiagramBox($"e{index}", Shown(item.Key), [Shown(item.Line)], item.IsThere), item.Node))];
    }

    private static string EndpointKey(NsmConnection wire) => wire.Endpoint.Length > 0 ? wire.Endpoint : wire.EndpointName;

    public static string Shown(string text) => ShownText.Of(text, LongestName);

    private sealed record Client(DiagramBox Box, string Node, IReadOnlyList<NsmConnection> Wires);

    private sealed record Endpoint(string Key, DiagramBox Box, string Node);
}
