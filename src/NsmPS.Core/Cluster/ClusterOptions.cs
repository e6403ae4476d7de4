namespace NsmPS.Cluster;

/// <summary>Which cluster to talk to, and as whom.</summary>
public sealed record ClusterOptions
{
    /// <summary>The kubeconfig file; null for KUBECONFIG's list, else ~/.kube/config, else the service account of the pod this runs in.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The context in it; null for its current one.</summary>
    public string? Context { get; init; }

    /// <summary>How long one request may take, watches and exec aside.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
