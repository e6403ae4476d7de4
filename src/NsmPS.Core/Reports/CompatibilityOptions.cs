namespace NsmPS.Reports;

/// <summary>What a compatibility result says that no cluster knows.</summary>
public sealed record CompatibilityOptions
{
    /// <summary>What a sandbox is called in place of a kind of cluster.</summary>
    public const string SandboxDistribution = "nsmps-sandbox";

    /// <summary>The version of the adapter; <c>edge</c> for one between releases.</summary>
    public string ComponentVersion { get; init; } = "edge";

    /// <summary>The version of the Meshery server; empty where none took part.</summary>
    public string ServerVersion { get; init; } = "";

    /// <summary>The kind of cluster.</summary>
    public string Distribution { get; init; } = "kubernetes";

    /// <summary>Whether a sandbox is taken too; the result then says that it is one.</summary>
    public bool AllowSandbox { get; init; }
}
