namespace NsmPS.Lab.Protocol;

/// <summary>What the stand-ins say to each other, one per line. A reply with <see cref="Error"/> set is a refusal.</summary>
internal sealed record Message
{
    public string? Method { get; init; }

    public string? Error { get; init; }

    public string? Name { get; init; }

    public string? Service { get; init; }

    public string? Pod { get; init; }

    public string? NetNs { get; init; }

    public string? Interface { get; init; }

    public string? Node { get; init; }

    public string? Host { get; init; }

    public string? Instance { get; init; }

    public string? ClientAddress { get; init; }

    public string? EndpointAddress { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    /// <summary>Whether the pod passes on what comes over the wire, so that its end has no address.</summary>
    public bool? Relays { get; init; }

    public Wire? Wire { get; init; }

    public List<Wire>? Wires { get; init; }

    public List<EndpointEntry>? Endpoints { get; init; }

    /// <summary>The network services that an endpoint or a forwarder of NSM v1 offers.</summary>
    public List<string>? Services { get; init; }

    /// <summary>Under which address its manager is called.</summary>
    public string? Url { get; init; }

    public string? SpiffeId { get; init; }

    /// <summary>By which an agent of SPIRE shows whose it is.</summary>
    public string? Token { get; init; }

    public Svid? Svid { get; init; }

    public List<IdentityEntry>? Identities { get; init; }
}
