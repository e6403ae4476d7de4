namespace NsmPS.Adapter.Events;

/// <summary>One caller's view of the events. For one reader.</summary>
internal sealed class EventSubscription(EventHub hub, Lock gate, string machine, EventQueue queue) : IDisposable
{
    private TaskCompletionSource _changed = NewSignal();
    private bool _completed;
    private bool _overflown;

    /// <summary>Waits for the next event; null when there will be none.</summary>
    /// <exception cref="NsmException">SubscriberTooSlow: events had to be thrown away that must not be missing.</exception>
    public async Task<AdapterEvent?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (gate)
            {
                if (_overflown)
                {
                    throw new NsmException(NsmErrors.SubscriberTooSlow, "More events wait for this caller than the adapter keeps.");
                }

                if (queue.TryTake(out var item))
                {
                    return item;
                }

                if (_completed)
                {
                    return null;
                }

                if (_changed.Task.IsCompleted)
                {
                    _changed = NewSignal();
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => hub.Remove(this);

    /// <summary>Adds an event. Only the hub calls it, inside its lock.</summary>
    internal void Offer(AdapterEvent item)
    {
        _overflown |= !queue.TryAdd(item.HeardFrom(machine));
        _changed.TrySetResult();
    }

    /// <summary>Says that nothing follows. Only the hub calls it, inside its lock.</summary>
    internal void Complete()
    {
        _completed = true;
        _changed.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
