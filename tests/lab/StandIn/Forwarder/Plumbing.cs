using System.Globalization;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Forwarder;

/// <summary>
/// Makes and breaks interfaces. As in the real kernel plane a link is born in the node's namespace under its final name and then moved into the pod,
/// one wire at a time, and nothing is cleaned up when a step fails: a link that could not be moved stays behind and blocks later wires.
/// </summary>
internal sealed class Plumbing : IDisposable
{
    private const string LocalMtu = "16000";
    private const string RemoteMtu = "1500";
    private readonly SemaphoreSlim _oneAtATime = new(1);

    public Task ConnectAsync(Wire wire, CancellationToken cancellationToken) => ExclusiveAsync(
        wire.Kind == WireKind.Local ? token => VethAsync(wire, token) : token => VxlanAsync(wire, token), cancellationToken);

    /// <summary>Takes this node's ends of the wire down; the interfaces and their addresses stay.</summary>
    public Task BreakAsync(Wire wire, CancellationToken cancellationToken) => ExclusiveAsync(
        async token =>
        {
            if (wire.Kind != WireKind.EndpointSide)
            {
                await IpTool.InsideAsync(NetNs.PathOf(wire.ClientNetNs), token, "link", "set", wire.ClientInterface, "down");
            }

            if (wire.Kind != WireKind.ClientSide)
            {
                await IpTool.InsideAsync(NetNs.PathOf(wire.EndpointNetNs), token, "link", "set", wire.EndpointInterface, "down");
            }
        },
        cancellationToken);

    /// <summary>Removes the endpoint's end of a wire whose client could not be connected.</summary>
    public Task DeleteAsync(Wire wire, CancellationToken cancellationToken) => ExclusiveAsync(
        token => IpTool.InsideAsync(NetNs.PathOf(wire.EndpointNetNs), token, "link", "del", wire.EndpointInterface), cancellationToken);

    public void Dispose() => _oneAtATime.Dispose();

    private static async Task VethAsync(Wire wire, CancellationToken token)
    {
        string client = NetNs.PathOf(wire.ClientNetNs);
        string endpoint = NetNs.PathOf(wire.EndpointNetNs);
        await IpTool.HostAsync(
            token, "link", "add", wire.ClientInterface, "mtu", LocalMtu, "type", "veth", "peer", "name", wire.EndpointInterface, "mtu", LocalMtu);
        await MoveAsync(client, wire.ClientInterface, ClientAddress(wire), token);
        await MoveAsync(endpoint, wire.EndpointInterface, EndpointAddress(wire), token);
    }

    private static async Task VxlanAsync(Wire wire, CancellationToken token)
    {
        bool isClient = wire.Kind == WireKind.ClientSide;
        string name = isClient ? wire.ClientInterface : wire.EndpointInterface;
        string pod = NetNs.PathOf(isClient ? wire.ClientNetNs : wire.EndpointNetNs);
        await IpTool.HostAsync(
            token,
            "link", "add", name, "mtu", RemoteMtu, "type", "vxlan", "id", wire.Vni.ToString(CultureInfo.InvariantCulture),
            "local", wire.LocalIp, "remote", wire.RemoteIp, "dstport", "4789");
        await MoveAsync(pod, name, isClient ? ClientAddress(wire) : EndpointAddress(wire), token);
    }

    private static string ClientAddress(Wire wire) => wire.ClientRelays ? string.Empty : wire.ClientAddress;

    private static string EndpointAddress(Wire wire) => wire.EndpointRelays ? string.Empty : wire.EndpointAddress;

    private static async Task MoveAsync(string pod, string name, string address, CancellationToken token)
    {
        await IpTool.HostAsync(token, "link", "set", name, "netns", pod);
        if (address.Length > 0)
        {
            await IpTool.InsideAsync(pod, token, "addr", "add", address, "brd", "+", "dev", name);
        }

        await IpTool.InsideAsync(pod, token, "link", "set", name, "up");
    }

    private async Task ExclusiveAsync(Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await action(cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
