namespace NsmPS.Reports;

/// <summary>One case of a report.</summary>
/// <param name="Group">What it belongs to; build servers show it as the class.</param>
/// <param name="Name">What was tested, unique in its group.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record ReportCase(string Group, string Name, ReportOutcome Outcome)
{
    /// <summary>Why it failed or was skipped, in one line.</summary>
    public string Message { get; init; } = "";

    /// <summary>The kind of failure, for example a verdict.</summary>
    public string Kind { get; init; } = "";

    /// <summary>All that is known; several lines.</summary>
    public string Details { get; init; } = "";

    /// <summary>How long it took; zero where that was not measured.</summary>
    public TimeSpan Duration { get; init; }
}
