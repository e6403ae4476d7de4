namespace NsmPS;

/// <summary>How one step of testing an adapter ended.</summary>
public enum NsmAdapterOutcome
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>A Meshery server works with it, but something is missing that users notice.</summary>
    Warning,

    /// <summary>A Meshery server would not accept the adapter, or could not use it.</summary>
    Failed,

    /// <summary>Not tried, because an earlier step failed or the adapter does not offer it.</summary>
    Skipped,
}
