namespace NsmPS.Session;

internal sealed record SandboxStart
{
    public required int Port { get; init; }

    public required int Nodes { get; init; }

    public required string KubernetesVersion { get; init; }

    /// <summary>How many times faster than the clock of the machine the cluster lives.</summary>
    public required int TimeScale { get; init; }

    /// <summary>The file that keeps its state; null for memory only.</summary>
    public string? StateFile { get; init; }

    /// <summary>The support bundle that it shows; null for a cluster that lives.</summary>
    public string? Bundle { get; init; }

    public required bool Detached { get; init; }

    /// <summary>How long it may take until it serves and has answered.</summary>
    public required TimeSpan Timeout { get; init; }
}
