namespace NsmPS.Topology;

/// <summary>Narrows a topology to what pods of one namespace take part in. Pure.</summary>
internal static class NamespaceFilter
{
    /// <summary>NSM keeps its entries in one namespace wherever pods are, so an entry counts where it is and where its pods are. A wire
    /// whose client is gone belongs to no namespace any more, and stays.</summary>
    public static NsmTopology Apply(NsmTopology topology, string @namespace)
    {
        NsmClient[] clients = [.. topology.Clients.Where(client => client.Namespace == @namespace)];
        NsmEndpoint[] endpoints =
            [.. topology.Endpoints.Where(endpoint => endpoint.Namespace == @namespace || endpoint.PodNamespace == @namespace)];
        return topology with
        {
            NetworkServices = [.. topology.NetworkServices.Where(service => service.Namespace == @namespace
                || endpoints.Any(endpoint => endpoint.NetworkService == service.Name)
                || clients.Any(client => client.NetworkServices.Contains(service.Name)))],
            Endpoints = endpoints,
            Clients = clients,
            Wires = [.. topology.Wires.Where(wire => wire.ClientNamespace.Length == 0 || wire.ClientNamespace == @namespace)],
        };
    }
}
