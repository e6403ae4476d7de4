using NsmPS.Kubernetes.Health;

namespace NsmPS.Kubernetes.Waiting;

/// <summary>Follows the items of a wait over time: reports changes, measures how long doubts last, decides when it is over.</summary>
internal sealed class WaitProgress(WaitLimits limits, Action<WaitItem> report, WaitReasons? reasons = null)
{
    private readonly Dictionary<string, DateTimeOffset> _doubtfulSince = new(StringComparer.Ordinal);
    private Dictionary<string, WaitItem> _last = new(StringComparer.Ordinal);

    /// <summary>Whether every item is ready.</summary>
    /// <exception cref="WaitFailure">An item failed, stayed doubtful for too long, or the time is over.</exception>
    public bool IsDone(IReadOnlyList<WaitItem> items, DateTimeOffset now)
    {
        foreach (var item in items.Where(item => !_last.TryGetValue(item.Target, out var before) || before != item))
        {
            report(item);
        }

        _last = items.ToDictionary(item => item.Target, StringComparer.Ordinal);
        reasons?.Observe(items, now);
        if (items.All(item => item.IsDone))
        {
            return true;
        }

        var failed = items.Where(item => item.State == NsmState.Failed || IsHopeless(item, now)).ToArray();
        if (failed.Length > 0)
        {
            throw new WaitFailure(failed, timedOut: false);
        }

        ThrowWhenOver(now);
        return false;
    }

    public void ThrowWhenOver(DateTimeOffset now)
    {
        if (now >= limits.Until)
        {
            throw new WaitFailure([.. _last.Values.Where(item => !item.IsDone)], timedOut: true);
        }
    }

    private bool IsHopeless(WaitItem item, DateTimeOffset now)
    {
        if (!item.Doubtful)
        {
            // A pod between two crashes looks healthy for a moment, so the doubt ends only when the pod is ready.
            if (item.State == NsmState.Ready)
            {
                _doubtfulSince.Remove(item.Target);
            }

            return false;
        }

        _doubtfulSince.TryAdd(item.Target, now);
        return now - _doubtfulSince[item.Target] >= (item.Patience ?? limits.Grace);
    }
}
