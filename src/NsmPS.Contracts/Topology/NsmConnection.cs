namespace NsmPS;

/// <summary>A wire between a client and an endpoint.</summary>
public sealed record NsmConnection
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The client's pod; it may be gone.</summary>
    public required string Client { get; init; }

    /// <summary>The client's namespace; empty where the client is gone.</summary>
    public string ClientNamespace { get; init; } = "";

    /// <summary>The node the client runs on; empty where it cannot be told.</summary>
    public string ClientNode { get; init; } = "";

    /// <summary>The client's interface.</summary>
    public string ClientInterface { get; init; } = "";

    /// <summary>The client's address with prefix length; empty when it has none.</summary>
    public string ClientAddress { get; init; } = "";

    /// <summary>The endpoint's pod; empty where it cannot be told.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The endpoint's name in NSM's registry; empty where it cannot be told.</summary>
    public string EndpointName { get; init; } = "";

    /// <summary>The node the endpoint runs on; empty where it cannot be told.</summary>
    public string EndpointNode { get; init; } = "";

    /// <summary>The endpoint's interface; empty where it cannot be told.</summary>
    public string EndpointInterface { get; init; } = "";

    /// <summary>The endpoint's address; empty where it cannot be told.</summary>
    public string EndpointAddress { get; init; } = "";

    /// <summary>The network service that the client asked for; empty where it cannot be told.</summary>
    public string NetworkService { get; init; } = "";

    /// <summary>Whether the wire stays on one node.</summary>
    public NsmLocality Locality { get; init; }

    /// <summary>How it is doing.</summary>
    public required NsmWireState State { get; init; }

    /// <summary>Who told.</summary>
    public required NsmWireSource Source { get; init; }

    /// <summary>Why it is not up, or what is doubtful; empty otherwise.</summary>
    public string Detail { get; init; } = "";
}
