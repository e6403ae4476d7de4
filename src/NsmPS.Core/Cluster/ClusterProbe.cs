namespace NsmPS.Cluster;

/// <summary>What a prompt wants to know about a cluster before anything is done there.</summary>
public static class ClusterProbe
{
    private static readonly ResourceType s_namespaces = new("v1", "Namespace", "namespaces", Namespaced: false);

    /// <summary>The server's git version, for example <c>v1.20.2</c>.</summary>
    public static Task<string> GetServerVersionAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.GetServerVersionAsync(cancellationToken);
    }

    /// <summary>The names of the namespaces.</summary>
    public static async Task<IReadOnlyList<string>> ListNamespacesAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var namespaces = await client.ListAsync(s_namespaces, ListFilter.All, cancellationToken);
        return [.. namespaces.Select(item => (string?)item["metadata"]?["name"]).OfType<string>()];
    }
}
