namespace NsmPS.Adapter.Events;

/// <summary>
/// Hands every event to everybody who listens, in the order of publication. Publishing never waits: each subscriber has a queue of its own.
/// A new listener first gets the ends of the last moments, because callers start an operation and listen afterwards. Nothing older is
/// repeated: callers that ignore ids would take it for the end of their own operation.
/// </summary>
internal sealed class EventHub(HubLimits limits, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<EventSubscription> _subscriptions = [];
    private readonly Queue<(long At, AdapterEvent Item)> _ends = [];
    private bool _completed;

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
            if (item.Role == EventRole.End)
            {
                ForgetOldEnds(limits.ReplayLength - 1);
                _ends.Enqueue((time.GetTimestamp(), item));
            }

            foreach (var subscription in _subscriptions)
            {
                subscription.Offer(item);
            }
        }
    }

    /// <summary>Listens from now on. Dispose it to stop.</summary>
    /// <param name="machine">From where.</param>
    /// <exception cref="NsmException">SubscribersTooMany.</exception>
    public EventSubscription Subscribe(string machine)
    {
        lock (_gate)
        {
            if (_subscriptions.Count >= limits.Subscribers)
            {
                throw new NsmException(NsmErrors.SubscribersTooMany,
                    $"{limits.Subscribers} event streams are open already; more are not allowed.");
            }

            var subscription = new EventSubscription(this, _gate, machine,
                new EventQueue(Math.Max(limits.QueueLength, limits.ReplayLength)));
            if (_completed)
            {
                subscription.Complete();
                return subscription;
            }

            ForgetOldEnds(limits.ReplayLength);
            foreach (var (_, missed) in _ends)
            {
                subscription.Offer(missed);
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

    /// <summary>Takes a subscription off.</summary>
    internal void Remove(EventSubscription subscription)
    {
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
        }
    }

    private void ForgetOldEnds(int most)
    {
        while (_ends.TryPeek(out var oldest) && (_ends.Count > most || time.GetElapsedTime(oldest.At) > limits.ReplayAge))
        {
            _ends.Dequeue();
        }
    }
}
