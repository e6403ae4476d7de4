namespace NsmPS.Adapter.Events;

/// <summary>
/// Hands every event to everybody who listens, in the order of publication. Publishing never waits: each subscriber has a queue of its own.
/// What happens while nobody listens is kept and goes to the first who comes, once; so
/// does what was delivered to none of those who did listen.
/// </summary>
internal sealed class EventHub(HubLimits limits)
{
    private readonly Lock _gate = new();
    private readonly List<EventSubscription> _subscriptions = [];
    private readonly EventQueue _replay = new(limits.ReplayLength);
    private bool _completed;
    private long _published;
    private long _delivered;

    public int Subscribers
    {
        get
        {
            lock (_gate)
            {
                return _subscriptions.Count;
            }
        }
    }

    public void Publish(AdapterEvent item)
    {
        lock (_gate)
        {
            var numbered = item with { Number = ++_published };
            if (_subscriptions.Count == 0)
            {
                _replay.Push(numbered);
                return;
            }

            foreach (var subscription in _subscriptions)
            {
                subscription.Offer(numbered);
            }
        }
    }

    /// <summary>Listens from now on. Dispose it to stop.</summary>
    /// <exception cref="NsmException">SubscribersTooMany.</exception>
    public EventSubscription Subscribe()
    {
        lock (_gate)
        {
            if (_subscriptions.Count >= limits.Subscribers)
            {
                throw new NsmException(NsmErrors.SubscribersTooMany,
                    $"{limits.Subscribers} event streams are open already; more are not allowed.");
            }

            var subscription = new EventSubscription(this, _gate, new EventQueue(Math.Max(limits.QueueLength, limits.ReplayLength)));
            if (_completed)
            {
                subscription.Complete();
                return subscription;
            }

            while (_replay.TryTake(out var missed))
            {
                subscription.Offer(missed!);
            }

            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    /// <summary>Ends every subscription once its queue is empty; later ones end at once.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            _subscriptions.ForEach(subscription => subscription.Complete());
        }
    }

    /// <summary>Somebody has got an event. Only subscriptions call it, inside the lock.</summary>
    internal void Delivered(AdapterEvent item) => _delivered = Math.Max(_delivered, item.Number);

    /// <summary>Takes a subscription off; what neither it nor another got is kept if it was the last.</summary>
    internal void Remove(EventSubscription subscription)
    {
        lock (_gate)
        {
            if (_subscriptions.Remove(subscription) && _subscriptions.Count == 0)
            {
                foreach (var missed in subscription.TakeUndelivered().Where(item => item.Number > _delivered))
                {
                    _replay.Push(missed);
                }
            }
        }
    }
}
