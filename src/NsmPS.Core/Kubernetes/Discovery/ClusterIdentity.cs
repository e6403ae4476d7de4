namespace NsmPS.Kubernetes.Discovery;

/// <summary>Tells clusters apart. One cluster may have several addresses, and an address may come to lead to another cluster.</summary>
public static class ClusterIdentity
{
    private const int LongestUid = 64;

    // Every cluster has it from its beginning, and nobody can remove it.
    private static readonly ObjectKey s_namespace = new("v1", "Namespace", null, "kube-system");

    /// <summary>The uid of the cluster's own namespace, which no other cluster has; null where it cannot be told.</summary>
    /// <exception cref="NsmException">The cluster does not answer, or refuses to.</exception>
    public static async Task<string?> FindAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        var found = await client.GetAsync(s_namespace, cancellationToken);
        return found.Text("metadata", "uid") is { Length: > 0 and <= LongestUid } uid ? uid : null;
    }
}
