namespace NsmPS.Sandbox.Nsm.Wires;

/// <summary>An endpoint as the managers know it.</summary>
internal sealed record RegisteredEndpoint(string Name, string Service, string Pod, string Node, AddressBlocks Blocks)
{
    /// <summary>What it advertises.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The wire that it asks for itself, to pass on what comes over its others; null when it answers itself.</summary>
    public WireWish? Next { get; init; }

    /// <summary>Its pod's name, as managers tell it; empty where they do not.</summary>
    public string PodName { get; init; } = "";

    /// <summary>Whether its wires end in a VPP of its own.</summary>
    public bool InVpp { get; init; }
}

/// <summary>The same, as it outlives the process.</summary>
internal sealed record EndpointSnapshot(string Name, string Service, string Pod, string Node, string Prefix, long Used, bool Pairs = false)
{
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public WireWish? Next { get; init; }

    public string PodName { get; init; } = "";

    public bool InVpp { get; init; }

    public static EndpointSnapshot Of(RegisteredEndpoint endpoint) => new(
        endpoint.Name, endpoint.Service, endpoint.Pod, endpoint.Node, endpoint.Blocks.Prefix, endpoint.Blocks.Used, endpoint.Blocks.IsPairs)
    {
        Labels = endpoint.Labels,
        Next = endpoint.Next,
        PodName = endpoint.PodName,
        InVpp = endpoint.InVpp,
    };

    public RegisteredEndpoint Restore() => new(Name, Service, Pod, Node, new AddressBlocks(Prefix, Used, Pairs))
    {
        Labels = Labels,
        Next = Next,
        PodName = PodName,
        InVpp = InVpp
    };
}
