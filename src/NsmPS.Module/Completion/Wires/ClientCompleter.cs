namespace NsmPS.Completion.Wires;

/// <summary>Completes the pods of clients.</summary>
internal sealed class ClientCompleter() : TopologyCompleter(topology => topology.Clients.Select(client =>
    new Candidate(client.Name, $"{string.Join(", ", client.NetworkServices)} on {client.Node}")));
