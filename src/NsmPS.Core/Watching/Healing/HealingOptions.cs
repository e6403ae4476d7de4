namespace NsmPS.Watching.Healing;

/// <summary>How healing is measured.</summary>
public sealed record HealingOptions
{
    /// <summary>Only wires of clients in this namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>The pause between two pings over a wire.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long wires are observed after the disturbance, or in all where there is none.</summary>
    public TimeSpan Observe { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long wires may take to answer at first, and after a repair.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The longest gap that is allowed; null for any that heals.</summary>
    public TimeSpan? MaximumGap { get; init; }

    /// <summary>How many pods are read at once.</summary>
    public int ThrottleLimit { get; init; } = 32;
}
