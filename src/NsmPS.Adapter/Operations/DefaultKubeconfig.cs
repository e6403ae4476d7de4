using NsmPS.Adapter.Hosting;

namespace NsmPS.Adapter.Operations;

/// <summary>The clusters of requests that name none. Old servers send their kubeconfig once, with CreateMeshInstance; where the
/// administrator allows it, it is kept in memory for the connection that brought it, and for no other.</summary>
internal sealed class DefaultKubeconfig(AdapterSettings settings)
{
    private static readonly object s_key = new();

    /// <summary>Keeps a kubeconfig; the last of a connection counts.</summary>
    public void Remember(IDictionary<object, object?> connection, ClusterSource.Remote source)
    {
        if (settings.RememberKubeconfig)
        {
            connection[s_key] = source;
        }
    }

    /// <summary>The request's own clusters, else the connection's, else the adapter's own where that is allowed, else none.</summary>
    public IReadOnlyList<ClusterSource> Resolve(IReadOnlyList<ClusterSource> requested, IDictionary<object, object?> connection) =>
        requested.Count > 0 ? requested
        : connection.TryGetValue(s_key, out var value) && value is ClusterSource remembered ? [remembered]
        : settings.OwnCluster ? [new ClusterSource.Own()]
        : [];
}
