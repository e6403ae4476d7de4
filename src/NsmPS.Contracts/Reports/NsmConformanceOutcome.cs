namespace NsmPS;

/// <summary>How a conformance test ended.</summary>
public enum NsmConformanceOutcome
{
    /// <summary>The cluster does what it should.</summary>
    Passed,

    /// <summary>It does not.</summary>
    Failed,

    /// <summary>The test does not fit the cluster, or did not run.</summary>
    Skipped,
}
