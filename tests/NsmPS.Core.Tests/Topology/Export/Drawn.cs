namespace NsmPS.Core.Tests.Topology.Export;

/// <summary>A topology to draw: two nodes, four clients, two endpoints, each kind of wire, and
/// names that no format should take for more than names.</summary>
internal static class Drawn
{
    public const string Hostile = "</text><script>alert(\"1\")</script>&'`#\\";

    public static NsmTopology Topology(string cluster = "lab") => new()
    {
        Cluster = cluster,
        Nodes = ["worker-1", "worker-2", "unused"],
        NetworkServices = [new NsmNetworkService
        {
            Cluster = cluster,
            Namespace = "default",
            Name = "icmp-responder",
            Payload = "IP",
            Endpoints = ["icmp-a", "icmp-b"],
            EndpointsRunning = 2,
            Clients = 4
        }],
        Endpoints = [Endpoint("icmp-a", "icmp-responder-nse-9bfd5666b-wxd6x", "worker-1"),
            Endpoint("icmp-b", "icmp-responder-nse-9bfd5666b-xl8d4", "worker-2")],
        Clients = [Client("nsc-7cdd7df7ff-9zqwg", "worker-1"), Client("nsc-7cdd7df7ff-c5xvq", "worker-1"),
            Client("nsc-7cdd7df7ff-tg7s2", "worker-2"), Client("nsc-7cdd7df7ff-v4vzc", "worker-2")],
        Wires =
        [
            Wire("nsc-7cdd7df7ff-9zqwg", "worker-1", "172.16.1.1/30", 0, NsmWireState.Up),
            Wire("nsc-7cdd7df7ff-c5xvq", "worker-1", "172.16.1.1/30", 1, NsmWireState.Up),
            Wire("nsc-7cdd7df7ff-tg7s2", "worker-2", "172.16.1.5/30", 1, NsmWireState.Down),
            Wire("nsc-7cdd7df7ff-v4vzc", "worker-2", "172.16.1.5/30", 0, NsmWireState.Unknown),
            Wire("nsc-7cdd7df7ff-gone1", "worker-2", "172.16.1.9/30", 0, NsmWireState.Dead) with { ClientNamespace = "" },
        ],
        Pings = [Ping("nsc-7cdd7df7ff-9zqwg", "172.16.1.1/30", NsmVerdict.Ok),
            Ping("nsc-7cdd7df7ff-c5xvq", "172.16.1.1/30", NsmVerdict.NoReply)],
        Warnings = [],
        ObservedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>The same with a name that tries to be more.</summary>
    public static NsmTopology HostileTopology()
    {
        var good = Topology(Hostile);
        return good with
        {
            Nodes = [Hostile],
            Endpoints = [good.Endpoints[0] with { Name = Hostile, Pod = Hostile, Node = Hostile, NetworkService = Hostile }],
            Clients = [good.Clients[0] with { Name = Hostile, Node = Hostile }],
            Wires = [good.Wires[0] with
            {
                Client = Hostile, ClientNode = Hostile, Endpoint = Hostile, ClientAddress = Hostile, Detail = Hostile
            }],
            Warnings = [Hostile],
        };
    }

    /// <summary>Many nodes with as many clients on each, one endpoint for each ten nodes, and one wire in a hundred dead.</summary>
    public static NsmTopology Large(int nodes, int clientsOfANode)
    {
        string[] names = [.. Enumerable.Range(1, nodes).Select(number => $"node-{number}")];
        var clients = names.SelectMany(node =>
            Enumerable.Range(0, clientsOfANode).Select(number => (Node: node, Name: $"{node}-c{number}"))).ToArray();
        NsmEndpoint[] endpoints = [.. names.Where((_, index) => index % 10 == 0)
            .Select(node => Endpoint($"icmp-{node}", $"nse-{node}", node))];
        return Topology() with
        {
            Nodes = names,
            Endpoints = endpoints,
            Clients = [.. clients.Select(client => Client(client.Name, client.Node))],
            Wires = [.. clients.Select((client, index) => Wire(client.Name, client.Node, $"172.16.{index / 250}.{index % 250}/32", 0,
                index % 100 == 7 ? NsmWireState.Dead : NsmWireState.Up) with
            {
                Endpoint = endpoints[index % endpoints.Length].Pod,
                EndpointNode = endpoints[index % endpoints.Length].Node,
            })],
            Pings = [],
        };
    }

    private static NsmEndpoint Endpoint(string name, string pod, string node) =>
        new()
        {
            Cluster = "lab",
            Namespace = "default",
            Name = name,
            NetworkService = "icmp-responder",
            Payload = "IP",
            Node = node,
            State = "RUNNING",
            Pod = pod,
            PodNamespace = "nsm-system",
            Orphan = false
        };

    private static NsmClient Client(string name, string node) => new()
    {
        Cluster = "lab",
        Namespace = "nsm-system",
        Name = name,
        Workload = "icmp-responder-nsc",
        Node = node,
        NetworkServices = ["icmp-responder"],
        Injected = true,
        WireAddresses = [],
        State = NsmState.Ready,
    };

    private static NsmConnection Wire(string client, string node, string address, int endpoint, NsmWireState state) => new()
    {
        Cluster = "lab",
        Client = client,
        ClientNamespace = "nsm-system",
        ClientNode = node,
        ClientInterface = "nsm0",
        ClientAddress = address,
        Endpoint = endpoint == 0 ? "icmp-responder-nse-9bfd5666b-wxd6x" : "icmp-responder-nse-9bfd5666b-xl8d4",
        EndpointNode = endpoint == 0 ? "worker-1" : "worker-2",
        NetworkService = "icmp-responder",
        State = state,
        Source = NsmWireSource.PodsAndManagers,
        Detail = state == NsmWireState.Up ? "" : "for a reason",
    };

    public static NsmIcmpResult Ping(string client, string address, NsmVerdict verdict) => new()
    {
        Client = client,
        ClientNode = "worker-1",
        ClientAddress = address,
        Mechanism = "kernel",
        Verdict = verdict,
        AvgMs = verdict == NsmVerdict.Ok ? 0.41 : null,
        Cluster = "lab",
    };
}
