namespace NsmPS.Reports;

/// <summary>The cases of one cluster or command.</summary>
public sealed record ReportSuite
{
    /// <summary>What was tested.</summary>
    public required string Name { get; init; }

    /// <summary>Where: the cluster, or the machine.</summary>
    public required string Host { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took in all.</summary>
    public required TimeSpan Duration { get; init; }

    public required IReadOnlyList<ReportCase> Cases { get; init; }

    /// <summary>What else is worth knowing, by name.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    internal int Count(ReportOutcome outcome) => Cases.Count(item => item.Outcome == outcome);
}
