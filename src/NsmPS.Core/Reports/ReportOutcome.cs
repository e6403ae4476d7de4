namespace NsmPS.Reports;

/// <summary>How one case of a report ended.</summary>
public enum ReportOutcome
{
    /// <summary>It is as it should be.</summary>
    Passed,

    /// <summary>It works, but something about it will cause trouble or cannot be told. No build fails for it.</summary>
    Warning,

    /// <summary>It is not as it should be.</summary>
    Failed,

    /// <summary>It was not looked at.</summary>
    Skipped,
}
