namespace NsmPS;

/// <summary>A change of a wire that is watched.</summary>
public sealed record NsmConnectionChange
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>When it was seen, by this machine's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What has happened.</summary>
    public required NsmConnectionChangeKind Change { get; init; }

    /// <summary>True for the first row of a wire that was there when the watch began.</summary>
    public bool IsInitial { get; init; }

    /// <summary>The client's pod; it may be gone.</summary>
    public required string Client { get; init; }

    /// <summary>The client's namespace.</summary>
    public required string ClientNamespace { get; init; }

    /// <summary>The client's interface.</summary>
    public string ClientInterface { get; init; } = "";

    /// <summary>The network service that the client asked for.</summary>
    public string NetworkService { get; init; } = "";

    /// <summary>The endpoint's pod; empty where it cannot be told.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Why, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>How long the wire did not carry packets, where this change ends that; null otherwise.</summary>
    public TimeSpan? Outage { get; init; }

    /// <summary>The wire as it was read last.</summary>
    public required NsmConnection Connection { get; init; }
}
