namespace NsmPS;

/// <summary>One context of a kubeconfig: a cluster, and as whom it is talked to.</summary>
/// <param name="Name">The context's name.</param>
/// <param name="Cluster">The name of its cluster entry.</param>
/// <param name="User">The name of its user entry; empty where it names none.</param>
/// <param name="Namespace">Its default namespace; null where it sets none.</param>
/// <param name="Server">The API server's address; null where the cluster entry is missing.</param>
/// <param name="IsCurrent">True for the context that is used when none is named.</param>
/// <param name="Kubeconfig">The file that defines it, or the files, as KUBECONFIG lists them, where one is not enough; empty
/// for the service account of a pod.</param>
public sealed record NsmContext(string Name, string Cluster, string User, string? Namespace, string? Server, bool IsCurrent,
    string Kubeconfig);
