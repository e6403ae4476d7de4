using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Topology.Ends;

namespace NsmPS.Topology;

/// <summary>Describes clients and services for the user. Pure.</summary>
internal static class TopologyRows
{
    public static IEnumerable<NsmNetworkService> Services(TopologyView view) =>
        from service in view.Objects.Services
        let endpoints = view.Endpoints.Where(endpoint => endpoint.NetworkService == service.Name()).ToArray()
        orderby service.Name()
        select new NsmNetworkService
        {
            Cluster = view.Cluster,
            Namespace = service.Namespace() ?? "",
            Name = service.Name(),
            Payload = service.Text("spec", "payload") ?? "",
            Endpoints = [.. endpoints.Select(endpoint => endpoint.Name)],
            EndpointsRunning = endpoints.Count(endpoint => endpoint is { State: EndpointRegistry.Running, Orphan: false }),
            Clients = view.Clients.Count(client => client.Requests.Any(request => request.NetworkService == service.Name())),
        };

    public static NsmClient Client(TopologyView view, ClientPod client)
    {
        var health = PodRules.Evaluate(client.Pod);
        var (links, problem) = view.LinksOf(client.Pod);
        string[] addresses = [.. client.Requests.Select(request => links?.Find(request.Interface)).OfType<Nsm.Wires.NetworkInterface>()
            .Select(PodEndRules.Address).OfType<Nsm.Wires.InterfaceAddress>().Select(address => address.ToString())];
        var missing = client.Requests.Count - addresses.Length;
        var (state, reason) = !client.CanAsk ? (NsmState.NotInjected, "it was created without NSM's containers, so it has no wire")
            : health.State != NsmState.Ready ? (health.Doubtful ? NsmState.Failed : health.State, health.Reason)
            : links is null ? (NsmState.Pending, problem)
            : !links.InVpp && client.Requests.Any(request => request.Interface.Length == 0) ? (NsmState.Pending, WireMerge.UnnamedInterface)
            : missing > 0 ? (NsmState.NoWire, $"{missing} of {client.Requests.Count} wires have no interface with an address")
            : (NsmState.Ready, "");
        return new NsmClient
        {
            Cluster = view.Cluster,
            Namespace = client.Pod.Namespace() ?? "",
            Name = client.Pod.Name(),
            Workload = client.Workload,
            Node = client.Pod.NodeName() ?? "",
            NetworkServices = [.. client.Requests.Select(request => request.NetworkService).Distinct(StringComparer.Ordinal)],
            Injected = client.CanAsk,
            WireAddresses = addresses,
            State = state,
            Reason = reason,
        };
    }
}
