using NsmPS.Nsm.Wires;
using NsmPS.Proof;
using NsmPS.Watching;

namespace NsmPS.Core.Tests.Watching;

/// <summary>Wires and times for tests of what is seen of them.</summary>
internal static class WireWorld
{
    public static readonly WireKey Key = new("default", "nsc-1", "nsm0", "icmp");

    public static DateTimeOffset At(double seconds) => DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(seconds);

    public static WatchedWire Wire(NsmWireState state = NsmWireState.Up, string endpoint = "nse-1", string detail = "",
        WireKey? key = null)
    {
        key ??= Key;
        var connection = new NsmConnection
        {
            Cluster = "c",
            Client = key.Client,
            ClientNamespace = key.ClientNamespace,
            ClientInterface = key.Interface,
            ClientAddress = "172.16.1.1/30",
            NetworkService = key.NetworkService,
            Endpoint = endpoint,
            EndpointAddress = "172.16.1.2",
            State = state,
            Source = NsmWireSource.Pods,
            Detail = detail,
        };
        var row = new NsmIcmpResult
        {
            Cluster = "c",
            Client = key.Client,
            ClientNamespace = key.ClientNamespace,
            ClientNode = "n1",
            Interface = key.Interface,
            NetworkService = key.NetworkService,
            EndpointAddress = "172.16.1.2",
            Mechanism = "kernel",
            Verdict = NsmVerdict.NoReply,
        };
        return new WatchedWire(key, connection, new WireTarget([], row, WireTool.For("kernel")) { Containers = ["main"] });
    }
}
