namespace NsmPS.Sandbox.Nsm.Wires;

internal enum WireState
{
    /// <summary>Packets pass.</summary>
    Up,

    /// <summary>The mesh took it apart: the interfaces are there, without a link.</summary>
    Down,

    /// <summary>The endpoint's pod is gone.</summary>
    EndpointLost,

    /// <summary>The client's pod is gone.</summary>
    ClientLost,
}

/// <summary>One end of a wire.</summary>
internal sealed record WireEnd(string Pod, string Node, string Interface, int Index, string Address, string Mac)
{
    /// <summary>Its second address, as of an endpoint that has a prefix of each version of IP.</summary>
    public string? Second { get; init; }

    public IEnumerable<string> Addresses => Second is null ? [Address] : [Address, Second];
}

/// <summary>A link that was left behind in a node's own network.</summary>
internal sealed record Leftover(string Node, string Link);

/// <summary>All that is known of wires.</summary>
/// <param name="Index">The number of the next interface.</param>
/// <param name="Wires">The wires.</param>
/// <param name="Leftovers">What failed repairs have left.</param>
internal sealed record WireSnapshot(int Index, IReadOnlyList<Wire> Wires, IReadOnlyList<Leftover> Leftovers);

/// <summary>A wire between a client and an endpoint.</summary>
/// <param name="Client">The client's end.</param>
/// <param name="Endpoint">The endpoint's end.</param>
/// <param name="State">How it is doing.</param>
/// <param name="IsRouted">Whether the ends are single addresses, each with a route to the other. Otherwise, as in NSM v0.2, both are in
/// one network of four addresses.</param>
internal sealed record Wire(WireEnd Client, WireEnd Endpoint, WireState State, bool IsRouted = false)
{
    private const int NetworkBits = 2;

    /// <summary>The prefix length of an address at one of its ends.</summary>
    public int LengthOf(string address) => IpVersion.BitsOf(address) - (IsRouted ? 0 : NetworkBits);

    /// <summary>A pair of interfaces on one node; otherwise a tunnel between two.</summary>
    public bool IsLocal => Client.Node == Endpoint.Node;

    /// <summary>The pods between the two ends, which pass everything on or filter it.</summary>
    public IReadOnlyList<string> Via { get; init; } = [];

    /// <summary>Whether the client's pod has the interface: it loses one end of a pair
    /// with the other, but keeps the end of a tunnel.</summary>
    public bool ShowsAtClient => State != WireState.ClientLost && !(IsLocal && State == WireState.EndpointLost);

    public bool ShowsAtEndpoint => State != WireState.EndpointLost && !(IsLocal && State == WireState.ClientLost);

    public bool Touches(string node) => Client.Node == node || Endpoint.Node == node;
}
