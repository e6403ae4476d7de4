namespace NsmPS;

/// <summary>How a wire took a disturbance.</summary>
public sealed record NsmHealingResult
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The client's pod before the disturbance; Detail names the one that has replaced it.</summary>
    public required string Client { get; init; }

    /// <summary>The client's namespace.</summary>
    public required string ClientNamespace { get; init; }

    /// <summary>The node that the client runs on.</summary>
    public string ClientNode { get; init; } = "";

    /// <summary>The client's interface.</summary>
    public string ClientInterface { get; init; } = "";

    /// <summary>The network service.</summary>
    public string NetworkService { get; init; } = "";

    /// <summary>The endpoint's pod before the disturbance; empty where it cannot be told.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Its node.</summary>
    public string EndpointNode { get; init; } = "";

    /// <summary>What was done, in words; empty where nothing was.</summary>
    public string Disturbance { get; init; } = "";

    /// <summary>When it was done, by this machine's clock; null where nothing was.</summary>
    public DateTimeOffset? DisturbedAt { get; init; }

    /// <summary>Answers received.</summary>
    public int Received { get; init; }

    /// <summary>Pings lost in all gaps.</summary>
    public int Lost { get; init; }

    /// <summary>The gaps, in their order.</summary>
    public required IReadOnlyList<NsmWireGap> Gaps { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>The length of the longest gap; zero where there was none.</summary>
    public TimeSpan LongestGap { get; init; }

    /// <summary>Who healed it.</summary>
    public required NsmHealedBy HealedBy { get; init; }

    /// <summary>From the disturbance, else from the first gap's start, to the end of the last gap; null where nothing healed.</summary>
    public TimeSpan? TimeToHeal { get; init; }

    /// <summary>The verdict.</summary>
    public required NsmHealingVerdict Verdict { get; init; }

    /// <summary>What else is to be known; empty otherwise.</summary>
    public string Detail { get; init; } = "";
}
