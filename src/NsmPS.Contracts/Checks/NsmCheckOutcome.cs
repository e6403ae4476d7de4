namespace NsmPS;

/// <summary>How a check ended.</summary>
public enum NsmCheckOutcome
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>It works, but something about it will cause trouble or cannot be told.</summary>
    Warning,

    /// <summary>Something does not work, or will not.</summary>
    Failed,

    /// <summary>Not checked; the message says why.</summary>
    Skipped,
}
