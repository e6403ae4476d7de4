namespace NsmPS.Lab.Protocol;

/// <summary>One cross connect as one node sees it. Addresses of <see cref="LocalIp"/> and
/// <see cref="RemoteIp"/> are those of the nodes.</summary>
internal sealed record Wire
{
    public string Id { get; init; } = string.Empty;

    /// <summary>The id under which the node at the other end keeps the same connection; empty for a local wire.</summary>
    public string PeerId { get; init; } = string.Empty;

    /// <summary>Pod address of the manager at the other end; empty for a local wire.</summary>
    public string PeerHost { get; init; } = string.Empty;

    public WireKind Kind { get; init; }

    public string Service { get; init; } = string.Empty;

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public string ClientPod { get; init; } = string.Empty;

    public string ClientNetNs { get; init; } = string.Empty;

    public string ClientInterface { get; init; } = string.Empty;

    public string ClientWorkspace { get; init; } = string.Empty;

    public string ClientNode { get; init; } = string.Empty;

    public string EndpointName { get; init; } = string.Empty;

    public string EndpointPod { get; init; } = string.Empty;

    public string EndpointNetNs { get; init; } = string.Empty;

    public string EndpointInterface { get; init; } = string.Empty;

    public string EndpointWorkspace { get; init; } = string.Empty;

    public string EndpointNode { get; init; } = string.Empty;

    public string ClientAddress { get; init; } = string.Empty;

    public string EndpointAddress { get; init; } = string.Empty;

    /// <summary>Whether the client's pod passes on what comes, so that its end has no address.</summary>
    public bool ClientRelays { get; init; }

    /// <summary>The same of the endpoint's pod.</summary>
    public bool EndpointRelays { get; init; }

    public string LocalIp { get; init; } = string.Empty;

    public string RemoteIp { get; init; } = string.Empty;

    public int Vni { get; init; }
}
