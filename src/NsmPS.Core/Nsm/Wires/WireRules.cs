using System.Net;
using NsmPS.Nsm.Generations;

namespace NsmPS.Nsm.Wires;

/// <summary>Which address is the wire's, and which is on its other end.</summary>
internal static class WireRules
{
    /// <summary>What a block of four leaves of an address.</summary>
    private const int BlockBits = 2;

    /// <summary>The first address inside one of the sample's prefixes; null when there is none.</summary>
    public static InterfaceAddress? FindWire(PodNetwork network, IReadOnlyList<string> prefixes)
    {
        IPNetwork[] ranges = [.. prefixes.Select(prefix => IPNetwork.Parse(prefix))];
        return network.Interfaces.SelectMany(item => item.Addresses)
            .FirstOrDefault(address => ranges.Any(range => range.Contains(address.Address)));
    }

    public static NetworkInterface InterfaceOf(PodNetwork network, InterfaceAddress address) =>
        network.Interfaces.First(item => item.Addresses.Contains(address));

    /// <summary>The endpoint's address, by the rule of a generation; null where it cannot be told.</summary>
    public static IPAddress? Target(PodNetwork network, InterfaceAddress client, PeerRule rule) => rule == PeerRule.Route
        ? RouteRules.Peer(network.HostRoutes, InterfaceOf(network, client).Name, client)
        : Target(client);

    /// <summary>The endpoint's address. NSM v0.2 hands out consecutive blocks of four: the first host is the client, the second the
    /// endpoint. Null where the address does not follow that rule.</summary>
    public static IPAddress? Target(InterfaceAddress client)
    {
        var bytes = client.Address.GetAddressBytes();
        if (client.PrefixLength != (bytes.Length * 8) - BlockBits || (bytes[^1] & 3) != 1)
        {
            return null;
        }

        bytes[^1]++;
        return new IPAddress(bytes);
    }

    /// <summary>Whether it is an address without a network, as those of NSM v1 are: each end has a route to the other.</summary>
    public static bool IsSingle(InterfaceAddress address) => address.PrefixLength == address.Address.GetAddressBytes().Length * 8;
}
