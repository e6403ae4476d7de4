namespace NsmPS;

/// <summary>A sandbox: a simulated cluster in a process on this machine.</summary>
public sealed record NsmSandbox
{
    /// <summary>Where its API server answers, for example <c>https://127.0.0.1:41234</c>.</summary>
    public required string Address { get; init; }

    /// <summary>How it is doing.</summary>
    public required NsmSandboxState State { get; init; }

    /// <summary>The file by which Kubernetes clients connect to it. It goes with the sandbox.</summary>
    public required string Kubeconfig { get; init; }

    /// <summary>The context in that file.</summary>
    public required string Context { get; init; }

    /// <summary>The Kubernetes version that it says it is; empty when it does not answer.</summary>
    public string KubernetesVersion { get; init; } = "";

    /// <summary>How many times faster than the clock of this machine it lives.</summary>
    public int TimeScale { get; init; } = 1;

    /// <summary>The file that keeps its state; null when it lives in memory only.</summary>
    public string? Path { get; init; }

    /// <summary>What goes wrong on purpose.</summary>
    public IReadOnlyList<NsmSandboxFault> Faults
    {
        get; init =>
        field = ReadOnlyLists.Copy(value);
    } = ReadOnlyLists.Copy<NsmSandboxFault>([]);

    /// <summary>Its process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether it outlives the shell that started it.</summary>
    public bool Detached { get; init; }

    /// <summary>The file it logs to.</summary>
    public required string LogFile { get; init; }

    /// <summary>Why it does not serve; empty when it does.</summary>
    public string Message { get; init; } = "";
}
