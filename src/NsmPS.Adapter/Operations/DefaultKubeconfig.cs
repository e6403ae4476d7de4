using NsmPS.Adapter.Hosting;

namespace NsmPS.Adapter.Operations;

/// <summary>The clusters of requests that name none. Old servers send their kubeconfig once, with CreateMeshInstance; it is kept in memory
/// only, and the last one counts.</summary>
internal sealed class DefaultKubeconfig(AdapterSettings settings)
{
    private string? _text;

    public void Remember(string text) => Volatile.Write(ref _text, text);

    /// <summary>The request's own clusters, else the remembered one, else the adapter's own where that is allowed, else none.</summary>
    public IReadOnlyList<ClusterSource> Resolve(IReadOnlyList<ClusterSource> requested) => requested.Count > 0 ? requested
        : Volatile.Read(ref _text) is { } text ? [new ClusterSource.Remote(text, "kubeconfig of CreateMeshInstance")]
        : settings.OwnCluster ? [new ClusterSource.Own()]
        : [];
}
