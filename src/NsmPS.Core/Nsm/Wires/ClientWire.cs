using System.Net;
using NsmPS.Nsm.Generations;

namespace NsmPS.Nsm.Wires;

/// <summary>A client's end of its wire, as its pod shows it.</summary>
/// <param name="Network">The pod's interfaces and routes.</param>
/// <param name="Address">The wire's address; null when there is no wire.</param>
/// <param name="Target">The endpoint's address; null where it cannot be told.</param>
/// <param name="Problem">Why there is no target.</param>
internal sealed record ClientWire(PodNetwork Network, InterfaceAddress? Address, IPAddress? Target, string Problem)
{
    /// <summary>The name of the interface that has the address; empty when there is no wire.</summary>
    public string Interface => Address is null ? "" : Network.Interfaces.First(item => item.Addresses.Contains(Address)).Name;

    /// <summary>Finds the wire among a pod's interfaces.</summary>
    public static ClientWire Find(PodNetwork network, IReadOnlyList<string> prefixes, PeerRule rule = PeerRule.NextOfBlock)
    {
        if (WireRules.FindWire(network, prefixes) is not { } address)
        {
            return new ClientWire(network, null, null, $"No address of {string.Join(" or ", prefixes)}.");
        }

        return WireRules.Target(network, address, rule) is { } target
            ? new ClientWire(network, address, target, "")
            : new ClientWire(network, address, null, rule == PeerRule.Route
                ? $"The interface of {address} has no route to a single address, so the endpoint's address cannot be told."
                : $"{address} is not the first host of a block of four, so the endpoint's address cannot be told.");
    }
}
