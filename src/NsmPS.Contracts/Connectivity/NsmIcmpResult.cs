namespace NsmPS;

/// <summary>What a ping from one client over its wire showed, and what else its sample proves there.</summary>
public sealed record NsmIcmpResult
{
    /// <summary>The client's pod.</summary>
    public required string Client { get; init; }

    /// <summary>The client's namespace.</summary>
    public string ClientNamespace { get; init; } = "";

    /// <summary>The client's interface that the wire ends in; empty when it has none.</summary>
    public string Interface { get; init; } = "";

    /// <summary>The network service that the client asked for.</summary>
    public string NetworkService { get; init; } = "";

    /// <summary>The node it runs on.</summary>
    public required string ClientNode { get; init; }

    /// <summary>Its address on the wire with prefix length; empty when it has none.</summary>
    public string ClientAddress { get; init; } = "";

    /// <summary>The endpoint's pod; empty where it cannot be told.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The node the endpoint runs on; empty where it cannot be told.</summary>
    public string EndpointNode { get; init; } = "";

    /// <summary>The address that was pinged; empty when there was none.</summary>
    public string EndpointAddress { get; init; } = "";

    /// <summary>Whether the wire stays on one node.</summary>
    public NsmLocality Locality { get; init; }

    /// <summary>The kind of interface, for example <c>kernel</c>.</summary>
    public required string Mechanism { get; init; }

    /// <summary>Echo requests sent.</summary>
    public int Sent { get; init; }

    /// <summary>Replies received.</summary>
    public int Received { get; init; }

    /// <summary>Requests without a reply, in percent; null when none was sent.</summary>
    public double? LossPercent { get; init; }

    /// <summary>Shortest round trip in milliseconds; null without a reply.</summary>
    public double? MinMs { get; init; }

    /// <summary>Mean round trip in milliseconds; null without a reply.</summary>
    public double? AvgMs { get; init; }

    /// <summary>Longest round trip in milliseconds; null without a reply.</summary>
    public double? MaxMs { get; init; }

    /// <summary>What the client fetched besides, as its sample wants it; empty where a ping says all.</summary>
    public IReadOnlyList<NsmWireCheck> Checks { get; init => field = ReadOnlyLists.Copy(value); } = [];

    /// <summary>The verdict. Ok only when every packet came back and every check passed.</summary>
    public required NsmVerdict Verdict { get; init; }

    /// <summary>What else is known; a failed row carries the pod's addresses and routes.</summary>
    public string Detail { get; init; } = "";

    /// <summary>How long the test of this client took, from its start to its verdict.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }
}
