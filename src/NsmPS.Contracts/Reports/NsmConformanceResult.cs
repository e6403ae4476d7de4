namespace NsmPS;

/// <summary>One conformance test on one cluster.</summary>
public sealed record NsmConformanceResult
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The suite: the name of its file.</summary>
    public required string Suite { get; init; }

    /// <summary>What was tested.</summary>
    public required string Name { get; init; }

    /// <summary>How it ended.</summary>
    public required NsmConformanceOutcome Outcome { get; init; }

    /// <summary>Why it failed or was skipped; empty when it passed.</summary>
    public string Message { get; init; } = "";

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}
