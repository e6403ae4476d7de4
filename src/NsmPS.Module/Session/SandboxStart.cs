namespace NsmPS.Session;

/// <summary>How a sandbox is to be started.</summary>
internal sealed record SandboxStart
{
    public required int Port { get; init; }

    public required int Nodes { get; init; }

    public required string KubernetesVersion { get; init; }

    /// <summary>The file that keeps its state; null for memory only.</summary>
    public string? StateFile { get; init; }

    public required bool Detached { get; init; }

    public required TimeSpan Timeout { get; init; }
}
