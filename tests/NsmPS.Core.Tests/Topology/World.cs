using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Topology;
using NsmPS.Topology.Ends;
using NsmPS.Topology.Managers;

namespace NsmPS.Core.Tests.Topology;

/// <summary>Puts a view together from pods, what they show and what managers tell.</summary>
internal sealed class World
{
    private readonly List<JsonObject> _pods = [];
    private readonly Dictionary<string, (PodLinks?, string)> _links = [];
    private readonly Dictionary<string, IReadOnlyList<NsmCrossConnect>> _told = [];

    public List<JsonObject> Registrations { get; } = [Pods.Registration("icmp-a", "n1"), Pods.Registration("icmp-b", "n2")];

    public World Add(JsonObject pod, params string[] printed)
    {
        _pods.Add(pod);
        _links[pod.Key().ToString()] = printed.Length == 0 ? (null, "it could not be read") : (PodLinks.Parse(string.Concat(printed)), "");
        return this;
    }

    public World Tell(string node, params NsmCrossConnect[] entries)
    {
        _told[node] = entries;
        return this;
    }

    public TopologyView View()
    {
        var objects = new TopologyObjects([Pods.Node("n1"), Pods.Node("n2")], _pods, [], [], Registrations);
        var endpoints = EndpointFinder.Find(_pods, [], []);
        var wires = CrossConnectJoin.Join(_told);
        return new TopologyView
        {
            Cluster = "lab",
            Objects = objects,
            Clients = ClientFinder.Find(_pods, []),
            EndpointPods = endpoints,
            Links = _links,
            Answers = new ManagerAnswers(_told, []),
            ManagedWires = wires,
            Endpoints = new EndpointRegistry("lab", objects, endpoints, wires).Describe(),
        };
    }

    public IReadOnlyList<NsmWire> Wires() => new WireMerge(View()).Merge();

    /// <summary>An entry for a wire on one node.</summary>
    public static NsmCrossConnect Local(string client, string address, string endpoint, string link, string name, bool up = true) =>
        new("5a", ClientEnd(client, address), EndpointEnd(endpoint, address, link, name, up));

    /// <summary>The half of a wire between two nodes that the client's manager tells.</summary>
    public static NsmCrossConnect Near(string client, string address, string name, int number = 3) => new("5b", ClientEnd(client, address), Tunnel(client, address, name, number));

    /// <summary>The other half.</summary>
    public static NsmCrossConnect Far(string client, string address, string endpoint, string link, string name, int number = 3) =>
        new("59", Tunnel(client, address, name, number), EndpointEnd(endpoint, address, link, "", true));

    private static NsmCrossConnectEnd ClientEnd(string client, string address) => new()
    {
        IsLocal = true,
        NetworkService = Pods.Service,
        Mechanism = "KERNEL_INTERFACE",
        Interface = "nsm0",
        Pod = client,
        ClientAddress = address,
        EndpointAddress = "172.16.1.2/30",
        IsUp = true,
    };

    private static NsmCrossConnectEnd EndpointEnd(string endpoint, string address, string link, string name, bool up) => new()
    {
        IsLocal = true,
        NetworkService = Pods.Service,
        Mechanism = "KERNEL_INTERFACE",
        Interface = link,
        Pod = endpoint,
        EndpointName = name,
        ClientAddress = address,
        IsUp = up,
    };

    private static NsmCrossConnectEnd Tunnel(string client, string address, string name, int number) => new()
    {
        IsLocal = false,
        NetworkService = Pods.Service,
        Mechanism = "VXLAN",
        Tunnel = $"{number} 10.0.0.2 10.0.0.1",
        Pod = client,
        EndpointName = name,
        ClientAddress = address,
        IsUp = true,
    };
}
