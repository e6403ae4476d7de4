using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Wires;

namespace NsmPS.Topology.Ends;

/// <summary>Finds the other end of a client's wire from what the pods show. Addresses alone cannot tell, because endpoints hand out the
/// same ones; a hardware address, the numbers of two halves of a pair, or there being one only, can.</summary>
internal sealed class PodEndRules
{
    private const string Nobody = "no endpoint has its other end";

    private readonly bool _allRead;
    private readonly ILookup<string, PodEnd> _byMac;
    private readonly ILookup<IPAddress, PodEnd> _byAddress;
    private readonly Dictionary<(JsonObject Pod, string Address, string Interface), string> _met = [];

    /// <param name="endpoints">The pods of endpoints that could be read, and what they show.</param>
    /// <param name="allRead">Whether every endpoint is among them.</param>
    public PodEndRules(IReadOnlyList<(JsonObject Pod, PodLinks Links)> endpoints, bool allRead)
    {
        _allRead = allRead;
        PodEnd[] ends = [.. from endpoint in endpoints
            let node = endpoint.Pod.NodeName()
            from item in endpoint.Links.Interfaces
            select new PodEnd(endpoint.Pod, node, item, endpoint.Links)];
        _byMac = ends.ToLookup(end => end.Interface.Mac, StringComparer.Ordinal);
        _byAddress = (from end in ends
                      from address in end.Interface.Addresses.Select(item => item.Address).Distinct()
                      select (end, address)).ToLookup(entry => entry.address, entry => entry.end);
        foreach (var (pod, links) in endpoints)
        {
            foreach (var neighbour in links.Neighbours)
            {
                _met.TryAdd((pod, neighbour.Address, neighbour.Interface), neighbour.Mac);
            }
        }
    }

    /// <summary>The end; without one, why not, and whether it is certain that there is none.</summary>
    public (PodEnd? End, bool IsGone, string Problem) Find(JsonObject client, PodLinks links, NetworkInterface own)
    {
        if (Address(own) is not { } address || links.TargetOf(own) is not { } target)
        {
            return (null, false, $"the address of {own.Name} does not tell the endpoint's");
        }

        var mac = links.MacOf(target.ToString(), own.Name);
        if (mac is null && links.InVpp && !WireRules.IsSingle(address))
        {
            // The interfaces of two VPPs have no numbers in common, as two halves of a pair have, and in NSM v0.2 no routes to each other.
            return (null, false, "its interface is VPP's own, which does not tell its other end");
        }

        PodEnd[] ends = [.. mac is null ? Without(_byAddress[target], client, own, address) : _byMac[mac]];
        return ends switch
        {
            [var only] => (only, false, ""),
            [] => (null, _allRead, _allRead ? Nobody : "an endpoint could not be read"),
            _ => (null, false, $"{ends.Length} endpoints could be its other end"),
        };
    }

    /// <summary>The address by which a wire is told, of IPv4 where it has one. An interface gives itself a link-local one of IPv6, which
    /// tells nothing.</summary>
    public static InterfaceAddress? Address(NetworkInterface item) => item.Addresses
        .Where(address => !address.Address.IsIPv6LinkLocal)
        .OrderBy(address => address.Address.AddressFamily != AddressFamily.InterNetwork).FirstOrDefault();

    /// <summary>The ends that remain where no hardware address tells.</summary>
    private IEnumerable<PodEnd> Without(IEnumerable<PodEnd> ends, JsonObject client, NetworkInterface own, InterfaceAddress address)
    {
        var node = client.NodeName();
        return own.PeerIndex > 0
                ? ends.Where(end => end.Node == node && end.Interface.Index == own.PeerIndex && end.Interface.PeerIndex == own.Index)
            : WireRules.IsSingle(address)
                ? ends.Where(end => end.Interface.PeerIndex == 0 && address.Address.Equals(end.Links.TargetOf(end.Interface)))
            : Tunnels(ends, node, own, address);
    }

    private PodEnd[] Tunnels(IEnumerable<PodEnd> ends, string? node, NetworkInterface own, InterfaceAddress address)
    {
        PodEnd[] far = [.. ends.Where(end => end.Node != node && end.Interface.PeerIndex == 0)];
        var client = address.Address.ToString();
        PodEnd[] met = [.. far.Where(end => Met(end, client) == own.Mac)];
        return met.Length > 0 ? met : [.. far.Where(end => Met(end, client) is null)];
    }

    private string? Met(PodEnd end, string client) => _met.GetValueOrDefault((end.Pod, client, end.Interface.Name));
}
