namespace NsmPS.Watching;

/// <summary>How wires are watched.</summary>
public sealed record ConnectionWatchOptions
{
    /// <summary>Only wires of clients in this namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>The pause between two pings over a wire.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many pods are read at once.</summary>
    public int ThrottleLimit { get; init; } = 32;
}
