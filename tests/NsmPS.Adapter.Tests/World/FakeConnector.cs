using NsmPS.Adapter.Operations;
using NsmPS.Cluster;
using NsmPS.Tests.Fakes;
using NsmPS.Tests.Lifecycle;

namespace NsmPS.Adapter.Tests.World;

/// <summary>Clusters in memory: a kubeconfig is just a cluster's name here. <c>unreachable</c> is one whose server does not answer, any unknown text is not a kubeconfig.</summary>
internal sealed class FakeConnector : IClusterConnector
{
    public const string Unreachable = "unreachable";

    private readonly Dictionary<string, FakeMesh> _clusters = new(StringComparer.Ordinal);

    /// <summary>Replaces what connecting does, to make it fail unexpectedly.</summary>
    public Func<ClusterSource, Exception>? Break { get; set; }

    public FakeMesh this[string name]
    {
        get
        {
            if (!_clusters.TryGetValue(name, out var mesh))
            {
                _clusters[name] = mesh = new FakeMesh();
                CollectGarbage(mesh.Server);
            }

            return mesh;
        }
    }

    public Task<ClusterClient> ConnectAsync(ClusterSource source, CancellationToken cancellationToken)
    {
        if (Break?.Invoke(source) is { } failure)
        {
            throw failure;
        }

        var name = source is ClusterSource.Remote remote ? remote.Text : "own";
        if (name == Unreachable)
        {
            var broken = new FakeApiServer();
            broken.Intercept(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused"));
            return Task.FromResult(Client(name, broken));
        }

        return _clusters.TryGetValue(name, out var mesh)
            ? Task.FromResult(Client(name, mesh.Server))
            : throw new NsmException(NsmErrors.KubeconfigInvalid, "The kubeconfig is not valid.");
    }

    /// <summary>What Kubernetes' garbage collector does: pods go with their workload.</summary>
    public static void CollectGarbage(FakeApiServer server) => server.Intercept(request =>
    {
        if (request is { Method: "DELETE", IsReadOnly: false } && request.Path.Split('/') is [.., "deployments" or "daemonsets", var owner])
        {
            foreach (var pod in server.All(KnownTypes.Pods).Where(pod => pod.Items("metadata", "ownerReferences").Any(reference => reference.Text("name") == owner)))
            {
                server.Remove(pod.Key());
            }
        }

        return null;
    });

    private static ClusterClient Client(string name, FakeApiServer server) => new(name, new Uri($"https://{name}.test:6443"), server, server.Time, new ClusterOptions());
}
