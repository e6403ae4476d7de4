namespace NsmPS;

/// <summary>How a sandbox is doing.</summary>
public enum NsmSandboxState
{
    /// <summary>It answers.</summary>
    Serving,

    /// <summary>Its process runs and does not answer.</summary>
    Unreachable,

    /// <summary>It was stopped.</summary>
    Stopped,
}
