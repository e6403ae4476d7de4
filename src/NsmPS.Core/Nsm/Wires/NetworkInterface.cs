using System.Net;

namespace NsmPS.Nsm.Wires;

/// <summary>One interface of a pod.</summary>
/// <param name="Name">Its name, without the peer behind <c>@</c>.</param>
/// <param name="Mac">Its hardware address; empty for the loopback.</param>
/// <param name="Mtu">Its MTU in bytes.</param>
/// <param name="IsUp">Whether it is up and has carrier.</param>
/// <param name="Addresses">Its addresses.</param>
internal sealed record NetworkInterface(string Name, string Mac, int Mtu, bool IsUp, IReadOnlyList<InterfaceAddress> Addresses)
{
    /// <summary>Its number in its own pod.</summary>
    public int Index { get; init; }

    /// <summary>The number of its other half in the pod that has that; 0 for an interface without one, such as a tunnel's.</summary>
    public int PeerIndex { get; init; }

    /// <summary>Whether it belongs to a bridge or a bond.</summary>
    public bool HasMaster { get; init; }

    /// <summary>Whether somebody has set it up for use.</summary>
    public bool IsSetUp => IsUp || HasMaster || Addresses.Count > 0;
}

internal sealed record InterfaceAddress(IPAddress Address, int PrefixLength)
{
    public override string ToString() => $"{Address}/{PrefixLength}";
}

/// <summary>What a pod's network looks like.</summary>
/// <param name="Interfaces">The interfaces, as the kernel or a VPP tells them.</param>
/// <param name="Text">What the pod printed of its addresses and routes, for the user.</param>
internal sealed record PodNetwork(IReadOnlyList<NetworkInterface> Interfaces, string Text)
{
    /// <summary>The routes to single addresses; only those of NSM v1 tell something.</summary>
    public IReadOnlyList<HostRoute> HostRoutes { get; init; } = [];
}

/// <summary>A route to a single address.</summary>
internal sealed record HostRoute(string Interface, IPAddress Address);
