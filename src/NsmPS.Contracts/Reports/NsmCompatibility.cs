namespace NsmPS;

/// <summary>Whether a release of NSM works on a cluster, as Meshery's documentation collects it.</summary>
public sealed record NsmCompatibility
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The version that the API server reported.</summary>
    public required string KubernetesVersion { get; init; }

    /// <summary>The kind of cluster, for example <c>minikube</c>.</summary>
    public required string Distribution { get; init; }

    /// <summary>The release of NSM.</summary>
    public required string MeshVersion { get; init; }

    /// <summary>The version of the adapter that the result is for.</summary>
    public required string ComponentVersion { get; init; }

    /// <summary>The version of the Meshery server; empty where none took part.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>The pods of the mesh and of its samples.</summary>
    public required IReadOnlyList<NsmCompatibilityTest> Tests { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>All pods together.</summary>
    public required NsmCompatibilityStatus Status { get; init; }

    /// <summary>When this was observed.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>The file it was written to; empty before that.</summary>
    public string File { get; init; } = "";
}
