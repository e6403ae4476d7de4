using System.Net.Sockets;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Wires;

namespace NsmPS.Topology.Ends;

/// <summary>
/// Finds the other end of a client's wire from what the pods show. Addresses alone cannot tell, because endpoints hand out the same ones; a hardware address, the
/// numbers of two halves of a pair, or there being one only, can.
/// </summary>
internal sealed class PodEndRules(IReadOnlyList<(JsonObject Pod, PodLinks Links)> endpoints, bool allRead)
{
    private const string Nobody = "no endpoint has its other end";

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

        PodEnd[] ends = [.. from endpoint in endpoints from item in endpoint.Links.Interfaces where mac is null ? Has(item, target) : item.Mac == mac select new PodEnd(endpoint.Pod, item)];
        if (mac is null)
        {
            ends = own.PeerIndex > 0 ? Pairs(ends, client, own)
                : WireRules.IsSingle(address) ? [.. ends.Where(end => end.Interface.PeerIndex == 0 && address.Address.Equals(LinksOf(end.Pod).TargetOf(end.Interface)))]
                : Tunnels(ends, client, own, address);
        }

        return ends switch
        {
            [var only] => (only, false, ""),
            [] => (null, allRead, allRead ? Nobody : "an endpoint could not be read"),
            _ => (null, false, $"{ends.Length} endpoints could be its other end"),
        };
    }

    /// <summary>The address of version 4; NSM v0.2 gives no other.</summary>
    public static InterfaceAddress? Address(NetworkInterface item) => item.Addresses.FirstOrDefault(address => address.Address.AddressFamily == AddressFamily.InterNetwork);

    private static PodEnd[] Pairs(PodEnd[] ends, JsonObject client, NetworkInterface own) =>
        [.. ends.Where(end => NodeOf(end.Pod) == NodeOf(client) && end.Interface.Index == own.PeerIndex && end.Interface.PeerIndex == own.Index)];

    private PodEnd[] Tunnels(PodEnd[] ends, JsonObject client, NetworkInterface own, InterfaceAddress address)
    {
        PodEnd[] far = [.. ends.Where(end => NodeOf(end.Pod) != NodeOf(client) && end.Interface.PeerIndex == 0)];
        PodEnd[] met = [.. far.Where(end => LinksOf(end.Pod).MacOf(address.Address.ToString(), end.Interface.Name) == own.Mac)];
        return met.Length > 0 ? met : [.. far.Where(end => LinksOf(end.Pod).MacOf(address.Address.ToString(), end.Interface.Name) is null)];
    }

    private PodLinks LinksOf(JsonObject pod) => endpoints.First(endpoint => ReferenceEquals(endpoint.Pod, pod)).Links;

    private static bool Has(NetworkInterface item, System.Net.IPAddress target) => item.Addresses.Any(address => address.Address.Equals(target));

    private static string? NodeOf(JsonObject pod) => pod.Text("spec", "nodeName");
}
