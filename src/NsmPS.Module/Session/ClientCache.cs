using System.Collections.Concurrent;
using NsmPS.Kubernetes;

namespace NsmPS.Session;

/// <summary>The open connections of one runspace, one per kubeconfig content and context.</summary>
/// <param name="login">Where credential programs meet the user.</param>
internal sealed class ClientCache(ILoginScreen login) : IDisposable
{
    private readonly ConcurrentDictionary<Key, ClusterClient> _clients = [];

    /// <summary>Hands out the open connection, or opens one. A kubeconfig that was written since is read anew.</summary>
    public async Task<ClusterClient> GetAsync(ClusterTarget target, CancellationToken cancellationToken)
    {
        var key = Key.Of(target);
        if (_clients.TryGetValue(key, out var open))
        {
            return open;
        }

        var options = new ClusterOptions { Kubeconfig = target.Kubeconfig, Context = target.Context, Login = login };
        var made = await ClusterClient.ConnectAsync(options, TimeProvider.System, cancellationToken);
        var kept = _clients.GetOrAdd(key, made);
        if (!ReferenceEquals(kept, made))
        {
            made.Dispose();
        }

        return kept;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        _clients.Clear();
    }

    /// <param name="Files">Every kubeconfig file that counts, with the time it was written.</param>
    /// <param name="Context">The context; null for the current one.</param>
    private sealed record Key(string Files, string? Context)
    {
        public static Key Of(ClusterTarget target) =>
            new(string.Join('|', ClusterProbe.FindFiles(target.Kubeconfig)
                .Select(file => $"{file}@{File.GetLastWriteTimeUtc(file).Ticks}")), target.Context);
    }
}
