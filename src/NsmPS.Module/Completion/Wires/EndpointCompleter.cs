namespace NsmPS.Completion.Wires;

/// <summary>Completes the names of endpoints.</summary>
internal sealed class EndpointCompleter() : TopologyCompleter(topology => topology.Endpoints.Select(endpoint =>
    new Candidate(endpoint.Name, $"{endpoint.NetworkService} on {endpoint.Node}")));
