using System.Threading.Channels;

namespace NsmPS.Sandbox.Store;

/// <summary>The latest changes, and who waits for more. Only used under the store's lock.</summary>
internal sealed class ChangeLog(int capacity)
{
    private readonly Queue<Change> _changes = new();
    private readonly HashSet<Subscription> _subscriptions = [];

    /// <summary>The version up to which changes are forgotten.</summary>
    public long Forgotten { get; private set; }

    public void Add(Change change)
    {
        _changes.Enqueue(change);
        if (_changes.Count > capacity)
        {
            Forgotten = _changes.Dequeue().Object.Version();
        }

        foreach (var subscription in _subscriptions)
        {
            if (subscription.Kinds(change.Kind))
            {
                subscription.Channel.Writer.TryWrite(change);
            }
        }
    }

    public IEnumerable<Change> Since(long version) => _changes.SkipWhile(change => change.Object.Version() <= version);

    public void Forget(long version)
    {
        _changes.Clear();
        Forgotten = version;
    }

    public Subscription Subscribe(Func<ResourceKind, bool> kinds)
    {
        var subscription = new Subscription(kinds, Channel.CreateUnbounded<Change>());
        _subscriptions.Add(subscription);
        return subscription;
    }

    public void Unsubscribe(Subscription subscription) => _subscriptions.Remove(subscription);
}

/// <summary>Somebody who waits for changes of some kinds.</summary>
internal sealed record Subscription(Func<ResourceKind, bool> Kinds, Channel<Change> Channel);
