namespace NsmPS.Proof.Throughput;

/// <summary>How throughput is measured.</summary>
public sealed record ThroughputOptions
{
    /// <summary>Only wires of clients in this namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>How long each measurement lasts; programs take whole seconds.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one wire may take in all.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The least share of the pod network's bandwidth that is enough; null for any.</summary>
    public double? MinimumRatio { get; init; }

    /// <summary>The image of ephemeral containers to measure from, where the pods have no iperf3; null for none.</summary>
    public string? DebugImage { get; init; }

    /// <summary>How many pods are read at once. Wires are measured one after the other.</summary>
    public int ThrottleLimit { get; init; } = 32;
}
