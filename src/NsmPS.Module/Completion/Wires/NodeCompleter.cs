namespace NsmPS.Completion.Wires;

/// <summary>Completes the nodes that clients run on.</summary>
internal sealed class NodeCompleter() : TopologyCompleter(topology => topology.Clients.Where(client => client.Node.Length > 0)
    .GroupBy(client => client.Node, (node, clients) => new Candidate(node, $"{clients.Count()} clients")));
