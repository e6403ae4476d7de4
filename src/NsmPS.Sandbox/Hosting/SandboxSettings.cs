namespace NsmPS.Sandbox.Hosting;

/// <summary>How the sandbox is to run.</summary>
internal sealed record SandboxSettings
{
    /// <summary>The port of 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How many nodes the cluster has.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>The version it says it is, without the v.</summary>
    public string KubernetesVersion { get; init; } = "1.36.0";

    /// <summary>The minor version, by which behaviour differs.</summary>
    public int Minor => Version.Parse(KubernetesVersion).Minor;

    /// <summary>How many times faster than the real clock the cluster lives.</summary>
    public int TimeScale { get; init; } = 1;

    /// <summary>Where to write how to connect; null to write nothing.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Where to write process id, address and kubeconfig once it serves.</summary>
    public string? ReadyFile { get; init; }

    /// <summary>The file that keeps the cluster; null for memory only.</summary>
    public string? StateFile { get; init; }

    /// <summary>The support bundle that is shown; null for a cluster that lives.</summary>
    public string? BundleFile { get; init; }

    /// <summary>The log; null for standard output.</summary>
    public string? LogFile { get; init; }

    public bool EndWithInput { get; init; }

    public bool Background { get; init; }
}
