using NsmPS.Adapter.Operations;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;

namespace NsmPS.Adapter.Tests.World;

/// <summary>Clusters in memory: a kubeconfig is just a cluster's name here. <c>unreachable</c> is one whose server does not answer, any
/// unknown text is not a kubeconfig.</summary>
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
            }

            return mesh;
        }
    }

    /// <summary>Gives a cluster a second address.</summary>
    public void AddAddress(string other, string name) => _clusters[other] = this[name];

    public Task<ClusterClient> ConnectAsync(ClusterSource source, CancellationToken cancellationToken)
    {
        if (Break?.Invoke(source) is { } failure)
        {
            throw failure;
        }

        var name = source is ClusterSource.Remote remote ? NameIn(remote) : "own";
        if (name == Unreachable)
        {
            var broken = new ApiServer();
            broken.Intercept(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused"));
            return Task.FromResult(broken.CreateClient(name: name));
        }

        return _clusters.TryGetValue(name, out var mesh)
            ? Task.FromResult(mesh.Server.CreateClient(name: name))
            : throw new NsmException(NsmErrors.KubeconfigInvalid, "The kubeconfig is not valid.");
    }

    /// <summary>A real kubeconfig of that cluster, of half a megabyte, which takes a while to read.</summary>
    public static string Large(string name) => KubeconfigFolder.Config(name, "https://127.0.0.1:1")
        + "extensions:\n" + string.Concat(Enumerable.Range(0, 3500).Select(number =>
            $"- name: extension-{number}\n  extension: {{text: {new string('x', 110)}}}\n"));

    private static string NameIn(ClusterSource.Remote remote)
    {
        if (!remote.Text.Contains('\n', StringComparison.Ordinal))
        {
            return remote.Text;
        }

        using var client = ClusterClient.Connect(new RemoteKubeconfig(remote.Text) { Context = remote.Context }, TimeProvider.System);
        return client.Name;
    }
}
