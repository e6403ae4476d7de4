namespace NsmPS.Sandbox.Workloads;

/// <summary>Wakes those who wait for something that may concern their pod, so that nobody has to look again and again.</summary>
internal sealed class PodSignals
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    /// <summary>Ends at the next signal for a pod. Ask for it before you look: what happens in between is not lost then.</summary>
    public Task Next(string pod)
    {
        lock (_lock)
        {
            if (!_waiting.TryGetValue(pod, out var signal))
            {
                _waiting[pod] = signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return signal.Task;
        }
    }

    public void Raise(string pod)
    {
        TaskCompletionSource? signal;
        lock (_lock)
        {
            _waiting.Remove(pod, out signal);
        }

        signal?.SetResult();
    }

    public void RaiseAll()
    {
        TaskCompletionSource[] signals;
        lock (_lock)
        {
            signals = [.. _waiting.Values];
            _waiting.Clear();
        }

        Array.ForEach(signals, signal => signal.SetResult());
    }

    /// <summary>Waits for a signal, but no longer than a time.</summary>
    public static async Task WaitAsync(Task signal, TimeSpan longest, TimeProvider time, CancellationToken token)
    {
        try
        {
            await signal.WaitAsync(longest, time, token);
        }
        catch (TimeoutException)
        {
            // Time is up: that is no failure.
        }
    }
}
