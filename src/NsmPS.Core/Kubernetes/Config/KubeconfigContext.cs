namespace NsmPS.Kubernetes.Config;

/// <summary>A context entry.</summary>
internal sealed record KubeconfigContext(string Name, string Cluster, string User, string? Namespace, string File);
