using System.Globalization;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Forwarder;

/// <summary>
/// Makes and breaks interfaces. As in the real kernel plane a link is born in the node's namespace under its final name and then moved into
/// the pod, one wire at a time, and nothing is cleaned up when a step fails: a link that
/// could not be moved stays behind and blocks later wires.
/// </summary>
/// <param name="replaces">Whether it does better, as NSM v1 does: an old interface of the
/// wire's name gives way, and what fails leaves nothing behind.</param>
internal sealed class Plumbing(bool replaces = false) : IDisposable
{
    private const string LocalMtu = "16000";
    private const string RemoteMtu = "1500";
    private const string Single = "/32";
    private const string Single6 = "/128";
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private int _born;

    public Task ConnectAsync(Wire wire, CancellationToken cancellationToken) => ExclusiveAsync(
        async token =>
        {
            if (replaces)
            {
                await ForgetAsync(wire, token);
            }

            await (wire.Kind == WireKind.Local ? VethAsync(wire, token) : VxlanAsync(wire, token));
        },
        cancellationToken);

    /// <summary>Removes this node's interfaces of a wire, as far as they are there.</summary>
    public Task CloseAsync(Wire wire, CancellationToken cancellationToken) =>
        ExclusiveAsync(token => ForgetAsync(wire, token), cancellationToken);

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

    private static async Task ForgetAsync(Wire wire, CancellationToken token)
    {
        (string NetNs, string Interface) end = wire.Kind == WireKind.EndpointSide
            ? (wire.EndpointNetNs, wire.EndpointInterface)
            : (wire.ClientNetNs, wire.ClientInterface);
        try
        {
            await IpTool.InsideAsync(NetNs.PathOf(end.NetNs), token, "link", "del", end.Interface);
        }
        catch (LabException)
        {
            // The interface, or its pod, is gone already.
        }
    }

    private async Task VethAsync(Wire wire, CancellationToken token)
    {
        var client = NetNs.PathOf(wire.ClientNetNs);
        var endpoint = NetNs.PathOf(wire.EndpointNetNs);
        (var born, var other) = (BirthName(wire.ClientInterface, 'c'), BirthName(wire.EndpointInterface, 'e'));
        await IpTool.HostAsync(token, "link", "add", born, "mtu", LocalMtu, "type", "veth", "peer", "name", other, "mtu", LocalMtu);
        await OrNothingAsync(
            born,
            async () =>
            {
                await MoveAsync(born, client, wire.ClientInterface, ClientAddress(wire), EndpointAddress(wire), token);
                await MoveAsync(other, endpoint, wire.EndpointInterface, EndpointAddress(wire), ClientAddress(wire), token);
            },
            token);
    }

    private async Task VxlanAsync(Wire wire, CancellationToken token)
    {
        var isClient = wire.Kind == WireKind.ClientSide;
        var name = isClient ? wire.ClientInterface : wire.EndpointInterface;
        var pod = NetNs.PathOf(isClient ? wire.ClientNetNs : wire.EndpointNetNs);
        var born = BirthName(name, isClient ? 'c' : 'e');
        await IpTool.HostAsync(
            token,
            "link", "add", born, "mtu", RemoteMtu, "type", "vxlan", "id", wire.Vni.ToString(CultureInfo.InvariantCulture),
            "local", wire.LocalIp, "remote", wire.RemoteIp, "dstport", "4789");
        await OrNothingAsync(
            born,
            () => isClient
                ? MoveAsync(born, pod, name, ClientAddress(wire), EndpointAddress(wire), token)
                : MoveAsync(born, pod, name, EndpointAddress(wire), ClientAddress(wire), token),
            token);
    }

    private static string ClientAddress(Wire wire) => wire.ClientRelays ? string.Empty : wire.ClientAddress;

    private static string EndpointAddress(Wire wire) => wire.EndpointRelays ? string.Empty : wire.EndpointAddress;

    private static async Task MoveAsync(string born, string pod, string name, string address, string peer, CancellationToken token)
    {
        await IpTool.HostAsync(token, "link", "set", born, "netns", pod);
        if (born != name)
        {
            await IpTool.InsideAsync(pod, token, "link", "set", born, "name", name);
        }

        // Both ends of a wire of NSM v1 have addresses without a network, so each needs a route to the other.
        var is6 = address.EndsWith(Single6, StringComparison.Ordinal);
        var single = is6 || address.EndsWith(Single, StringComparison.Ordinal);
        if (address.Length > 0)
        {
            // Nobody else has the address, and looking for a second one takes a second.
            await IpTool.InsideAsync(pod, token,
                ["addr", "add", address, .. is6 ? (string[])["nodad"] : single ? [] : ["brd", "+"], "dev", name]);
        }

        await IpTool.InsideAsync(pod, token, "link", "set", name, "up");
        if (single)
        {
            await IpTool.InsideAsync(pod, token, "route", "replace", peer, "dev", name);
        }
    }

    /// <summary>Carries out the rest of a wire whose link was born. What could not be
    /// moved is deleted, where nothing may stay behind.</summary>
    private async Task OrNothingAsync(string born, Func<Task> rest, CancellationToken token)
    {
        try
        {
            await rest();
        }
        catch (LabException) when (replaces)
        {
            try
            {
                await IpTool.HostAsync(token, "link", "del", born);
            }
            catch (LabException)
            {
                // It was moved; it goes with the wire.
            }

            throw;
        }
    }

    // Clients of one service all want the same name.
    private string BirthName(string name, char end) =>
        replaces ? string.Create(CultureInfo.InvariantCulture, $"lab{end}{Interlocked.Increment(ref _born)}") : name;

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
