namespace NsmPS.Topology;

/// <summary>What to look at.</summary>
public sealed record TopologyOptions
{
    /// <summary>Only what pods of this namespace take part in; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whether commands are run in the pods of clients and endpoints; without it addresses and wires stay unknown.</summary>
    public bool ReadPods { get; init; } = true;

    /// <summary>Whether the managers are asked.</summary>
    public bool AskManagers { get; init; } = true;

    /// <summary>How many pods are read at once.</summary>
    public int ThrottleLimit { get; init; } = 32;

    /// <summary>How long a manager may take to answer; they are asked at the same time.</summary>
    public TimeSpan ManagerTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
