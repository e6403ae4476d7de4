namespace NsmPS;

/// <summary>One step of testing an adapter as a Meshery server would use it.</summary>
public sealed record NsmAdapterCheck
{
    /// <summary>The adapter's address.</summary>
    public required string Address { get; init; }

    /// <summary>The step, for example <c>Connect</c> or <c>SupportedOperations</c>.</summary>
    public required string Step { get; init; }

    /// <summary>How it ended.</summary>
    public required NsmAdapterOutcome Outcome { get; init; }

    /// <summary>What was found.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do about it; empty when there is nothing to do.</summary>
    public string Hint { get; init; } = "";

    /// <summary>How long the step took.</summary>
    public TimeSpan Duration { get; init; }
}
