using System.Collections.Concurrent;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Session;

/// <summary>The open connections of one runspace, one per kubeconfig content and context.</summary>
internal sealed class ClientCache(ILoginScreen login, IRequestLog log) : IDisposable
{
    private readonly AnswerBudget _answers = new();
    private readonly ConcurrentDictionary<Key, ClusterClient> _clients = [];

    /// <summary>Hands out the open connection, or opens one. A kubeconfig that was written since is read again.</summary>
    public async Task<ClusterClient> GetAsync(ClusterTarget target, CancellationToken cancellationToken)
    {
        var key = Key.Of(target);
        if (_clients.TryGetValue(key, out var open))
        {
            return open;
        }

        var options = new ClusterOptions
        {
            Kubeconfig = target.Kubeconfig,
            Context = target.Context,
            Login = login,
            Log = log,
            Answers = _answers,
        };
        var made = await ClusterClient.ConnectAsync(options, TimeProvider.System, cancellationToken);
        var kept = _clients.GetOrAdd(key, made);
        if (!ReferenceEquals(kept, made))
        {
            made.Dispose();
        }

        RetireBefore(key);
        return kept;
    }

    /// <summary>What the API servers have warned of.</summary>
    public IEnumerable<string> TakeWarnings() => _clients.Values.SelectMany(client => client.TakeWarnings());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        _clients.Clear();
    }

    /// <summary>Closes the connections of the files as they were before. A command that still runs on one goes on.</summary>
    private void RetireBefore(Key key)
    {
        foreach (var old in _clients.Keys.Where(other => other.Files == key.Files && other.State != key.State))
        {
            if (_clients.TryRemove(old, out var client))
            {
                client.Retire();
            }
        }
    }

    /// <param name="Files">Every kubeconfig file that counts.</param>
    /// <param name="State">When each was written, and how long it is.</param>
    /// <param name="Context">The context; null for the current one.</param>
    private sealed record Key(string Files, string State, string? Context)
    {
        public static Key Of(ClusterTarget target)
        {
            var files = ClusterContexts.FindFiles(target.Kubeconfig);
            return new Key(string.Join('|', files), string.Join('|', files.Select(StateOf)), target.Context);
        }

        private static string StateOf(string path)
        {
            // A symbolic link keeps its own time stamp when its target is written.
            var file = (FileInfo)(File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path));
            return $"{file.LastWriteTimeUtc.Ticks}/{(file.Exists ? file.Length : 0)}";
        }
    }
}
