namespace NsmPS;

/// <summary>How serious an adapter's event is.</summary>
public enum NsmAdapterEventType
{
    /// <summary>Progress, or success.</summary>
    Info,

    /// <summary>Something to look at.</summary>
    Warning,

    /// <summary>An operation failed.</summary>
    Error,
}
