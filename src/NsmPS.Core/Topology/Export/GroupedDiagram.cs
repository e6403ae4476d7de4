using System.Globalization;

namespace NsmPS.Topology.Export;

/// <summary>What is drawn of a topology with too many clients for a box each. There is a box for each node with their
/// number, a box for each network service, and one wire between them that stands for all. Pure.</summary>
internal static class GroupedDiagram
{
    // The worst first: one bad wire among many good ones is what the drawing is looked at for.
    private static readonly WireLook[] s_worstFirst = [WireLook.Dead, WireLook.Bad, WireLook.Unknown, WireLook.Up, WireLook.Proven];

    public static Diagram Build(NsmTopology topology)
    {
        var pings = new WirePings(topology);
        var looks = topology.Wires.Select(wire => (Node: wire.ClientNode, Service: wire.NetworkService, Look: pings.Look(wire)))
            .ToLookup(wire => wire.Node, StringComparer.Ordinal);
        var clients = topology.Clients.ToLookup(client => client.Node, StringComparer.Ordinal);
        var endpoints = topology.Endpoints.ToLookup(endpoint => endpoint.Node, StringComparer.Ordinal);
        var services = topology.NetworkServices.Select(service => service.Name).Concat(topology.Wires.Select(wire => wire.NetworkService))
            .Distinct(StringComparer.Ordinal).Select((name, index) => (Name: name, Id: $"s{index}")).ToArray();
        var nodes = topology.Nodes.Concat(clients.Select(group => group.Key)).Concat(looks.Select(group => group.Key))
            .Distinct(StringComparer.Ordinal).Where(node => clients.Contains(node) || endpoints.Contains(node) || looks.Contains(node))
            .Select((node, index) => (Name: node, Id: $"c{index}", Looks: looks[node].ToLookup(wire => wire.Service, wire => wire.Look)))
            .ToArray();
        var there = topology.Nodes.ToHashSet(StringComparer.Ordinal);
        var wires = from node in nodes
                    from entry in node.Looks.Select((looksOf, line) => (Looks: looksOf, Line: line))
                    let service = services.First(item => item.Name == entry.Looks.Key)
                    select new DiagramWire(node.Id, entry.Line, service.Id, Counts(entry.Looks), Worst(entry.Looks));
        return new Diagram($"Network Service Mesh on {DiagramBuilder.Shown(topology.Cluster)}",
            [new DiagramNode("network services", [], [.. services.Select(service => Service(topology, service.Name, service.Id))]),
                new DiagramNode("nodes", [.. nodes.Select(node => new DiagramBox(node.Id,
                    $"{(node.Name.Length == 0 ? DiagramBuilder.Nowhere : DiagramBuilder.Shown(node.Name))}: "
                        + $"{Number(clients[node.Name].Count(), "client")}, {Number(endpoints[node.Name].Count(), "endpoint")}",
                    [.. node.Looks.Select(group => $"{DiagramBuilder.Shown(group.Key)}: {Counts(group)}")],
                    there.Contains(node.Name)))], [])],
            [.. wires])
        { IsGrouped = true };
    }

    private static DiagramBox Service(NsmTopology topology, string name, string id)
    {
        var offered = topology.Endpoints.Where(endpoint => endpoint.NetworkService == name).ToArray();
        var nodes = offered.Select(endpoint => endpoint.Node).Distinct(StringComparer.Ordinal).Count();
        return new DiagramBox(id, DiagramBuilder.Shown(name),
            [$"{Number(offered.Length, "endpoint")} on {Number(nodes, "node")}"], offered.Any(endpoint => !endpoint.Orphan));
    }

    private static WireLook Worst(IEnumerable<WireLook> looks) => looks.MinBy(look => Array.IndexOf(s_worstFirst, look));

    private static string Counts(IEnumerable<WireLook> looks) => string.Join(", ",
        looks.CountBy(look => look).OrderBy(entry => Array.IndexOf(s_worstFirst, entry.Key))
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Value} {Colours.Word(entry.Key)}")));

    private static string Number(int number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");
}
