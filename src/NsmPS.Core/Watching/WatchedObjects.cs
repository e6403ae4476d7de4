using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Watch;
using NsmPS.Topology;

namespace NsmPS.Watching;

/// <summary>The objects that wires are about, kept up to date by watches, and which pods have changed since they were asked for.</summary>
internal sealed class WatchedObjects
{
    private static readonly Watched[] s_watched = [.. TopologyObjects.Types.Select(type => new Watched(type, ListFilter.All))];

    private readonly Lock _lock = new();
    private readonly ClusterView _view = new();
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    /// <summary>Watches until it is cancelled.</summary>
    /// <param name="client">The cluster.</param>
    /// <param name="changed">Called after each change once everything was seen.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task RunAsync(ClusterClient client, Action changed, CancellationToken cancellationToken) =>
        Task.WhenAll(s_watched.Select(watched => FollowAsync(client, watched, changed, cancellationToken)));

    /// <summary>Reads a pod's interfaces again the next time.</summary>
    public void Mark(string pod)
    {
        lock (_lock)
        {
            _changed.Add(pod);
        }
    }

    /// <summary>The objects as they are, and the pods that have changed since the last time; null until everything was seen.</summary>
    public (TopologyObjects Objects, IReadOnlySet<string> Changed)? Take()
    {
        lock (_lock)
        {
            if (!s_watched.All(_view.HasSeen))
            {
                return null;
            }

            var changed = _changed.ToHashSet(StringComparer.Ordinal);
            _changed.Clear();
            return (TopologyObjects.From(_view.Of), changed);
        }
    }

    private async Task FollowAsync(ClusterClient client, Watched watched, Action changed, CancellationToken cancellationToken)
    {
        await foreach (var change in client.WatchAsync(watched.Type, watched.Filter, cancellationToken))
        {
            lock (_lock)
            {
                _view.Take(watched, change);
                if (watched.Type == KnownTypes.Pods)
                {
                    _changed.UnionWith(change switch
                    {
                        WatchEvent.Snapshot snapshot => snapshot.Items.Select(item => item.Key().ToString()),
                        WatchEvent.Upserted upserted => [upserted.Item.Key().ToString()],
                        WatchEvent.Deleted deleted => [deleted.Item.Key().ToString()],
                        _ => [],
                    });
                }
            }

            // Nodes tell every few seconds that they live, which changes no wire.
            if (watched.Type != KnownTypes.Nodes || change is not WatchEvent.Upserted)
            {
                changed();
            }
        }
    }
}
