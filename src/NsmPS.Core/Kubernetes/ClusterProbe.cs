using NsmPS.Kubernetes.Config;

namespace NsmPS.Kubernetes;

/// <summary>What argument completion needs to know about a cluster.</summary>
public static class ClusterProbe
{
    /// <summary>The kubeconfig files that count; empty when only a pod's service account is left.</summary>
    /// <param name="kubeconfig">The file the user named; null for KUBECONFIG's list, else <c>~/.kube/config</c>.</param>
    /// <exception cref="NsmException">KubeconfigNotFound.</exception>
    public static IReadOnlyList<string> FindFiles(string? kubeconfig) => KubeconfigFiles.Find(kubeconfig, ClusterEnvironment.OfProcess());

    /// <summary>The server's git version, for example <c>v1.20.2</c>; null where the user may not read it.</summary>
    public static Task<string?> FindServerVersionAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.FindServerVersionAsync(cancellationToken);
    }

    /// <summary>The names of the namespaces.</summary>
    public static async Task<IReadOnlyList<string>> ListNamespacesAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var namespaces = await client.ListAsync(KnownTypes.Namespaces, ListFilter.All, cancellationToken);
        return [.. namespaces.Select(item => item.Text("metadata", "name")).OfType<string>()];
    }
}
