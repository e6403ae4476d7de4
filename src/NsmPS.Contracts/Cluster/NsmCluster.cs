namespace NsmPS;

/// <summary>The cluster that commands of a session use when they are given no other.</summary>
public sealed record NsmCluster
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The API server's address.</summary>
    public required Uri Server { get; init; }

    /// <summary>The version the server reported; empty where the user may not read it.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>The namespace that commands use; null for each command's own default.</summary>
    public string? Namespace { get; init; }

    /// <summary>The kubeconfig file; null for the one that KUBECONFIG or the home directory gives.</summary>
    public string? Kubeconfig { get; init; }
}
