namespace NsmPS;

/// <summary>What a wire carries from its client to its endpoint, compared with the pod network between the same two pods.</summary>
public sealed record NsmThroughputResult
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The client's pod.</summary>
    public required string Client { get; init; }

    /// <summary>The client's namespace.</summary>
    public required string ClientNamespace { get; init; }

    /// <summary>The node that the client runs on.</summary>
    public string ClientNode { get; init; } = "";

    /// <summary>The client's interface.</summary>
    public string ClientInterface { get; init; } = "";

    /// <summary>The network service.</summary>
    public string NetworkService { get; init; } = "";

    /// <summary>The endpoint's pod; empty where it cannot be told.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Its node.</summary>
    public string EndpointNode { get; init; } = "";

    /// <summary>The kind of interface, for example <c>kernel</c>.</summary>
    public required string Mechanism { get; init; }

    /// <summary>Whether the wire stays on one node.</summary>
    public NsmLocality Locality { get; init; }

    /// <summary>What sent the traffic: <c>iperf3</c> or <c>nc</c>; empty where nothing did.</summary>
    public string Tool { get; init; } = "";

    /// <summary>What one TCP connection carries over the wire, in Mbit/s; null where it was not measured.</summary>
    public double? Bandwidth { get; init; }

    /// <summary>The same over the pod network.</summary>
    public double? PodBandwidth { get; init; }

    /// <summary>Bandwidth over the wire divided by that over the pod network; null where one of them is missing.</summary>
    public double? Ratio => PodBandwidth > 0 ? Bandwidth / PodBandwidth : null;

    /// <summary>Packets a second that arrive over the wire when small ones are sent as fast as possible; null where it was not
    /// measured.</summary>
    public double? PacketsPerSecond { get; init; }

    /// <summary>The same over the pod network.</summary>
    public double? PodPacketsPerSecond { get; init; }

    /// <summary>Half of the pings over the wire came back within so many milliseconds; null without an answer.</summary>
    public double? LatencyP50 { get; init; }

    /// <summary>Nine of ten did.</summary>
    public double? LatencyP90 { get; init; }

    /// <summary>Ninety-nine of a hundred did.</summary>
    public double? LatencyP99 { get; init; }

    /// <summary>Half of the pings over the pod network came back within so many milliseconds; null without an answer.</summary>
    public double? PodLatencyP50 { get; init; }

    /// <summary>The MTU of the client's interface in bytes; null where the kernel does not know the interface.</summary>
    public int? Mtu { get; init; }

    /// <summary>The size of the largest IP packet that came through whole, in bytes; null where it was not measured.</summary>
    public int? PathMtu { get; init; }

    /// <summary>The verdict.</summary>
    public required NsmThroughputVerdict Verdict { get; init; }

    /// <summary>Why it is not Ok, and what could not be asked; empty otherwise.</summary>
    public string Detail { get; init; } = "";
}
