namespace NsmPS.Completion.Wires;

/// <summary>Completes the names of network services.</summary>
internal sealed class NetworkServiceCompleter() : TopologyCompleter(topology => topology.NetworkServices.Select(service =>
    new Candidate(service.Name, $"{service.Clients} clients, {service.EndpointsRunning} endpoints")));
