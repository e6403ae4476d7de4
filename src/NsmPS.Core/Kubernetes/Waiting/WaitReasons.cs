using NsmPS.Kubernetes.Health;

namespace NsmPS.Kubernetes.Waiting;

/// <summary>Follows why something is waited for: which reason counts most now, and which has lasted so long that a person should
/// know.</summary>
/// <param name="shows">Gets the reason that counts most, each time it changes; null when there is none any more.</param>
/// <param name="lasts">Gets each reason once that has lasted for <see cref="Limit"/>.</param>
internal sealed class WaitReasons(Action<WaitCause?> shows, Action<WaitCause> lasts)
{
    /// <summary>How long a reason is nothing but a matter of time.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private Dictionary<string, (string Cause, DateTimeOffset Since)> _since = new(StringComparer.Ordinal);
    private WaitCause? _shown;

    /// <summary>Looks at everything that is waited for.</summary>
    public void Observe(IReadOnlyList<WaitItem> items, DateTimeOffset now)
    {
        var causes = WaitCause.Of(items);
        if (causes.FirstOrDefault() is var first && first != _shown)
        {
            _shown = first;
            shows(first);
        }

        // Pods that come one after the other may all have the same reason for a moment: it lasts only where one thing keeps it.
        _since = items.Where(item => !item.IsDone).DistinctBy(item => item.Target).ToDictionary(item => item.Target,
            item => _since.TryGetValue(item.Target, out var before) && before.Cause == item.Cause ? before : (item.Cause, now),
            StringComparer.Ordinal);
        var lasting = _since.Values.Where(entry => now - entry.Since >= Limit).Select(entry => entry.Cause)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var cause in causes.Where(cause => IsTelling(cause, causes) && lasting.Contains(cause.Example.Cause)
            && _told.Add(cause.Example.Cause)))
        {
            lasts(cause);
        }
    }

    /// <summary>Nothing is waited for any more.</summary>
    public void End()
    {
        if (_shown is not null)
        {
            _shown = null;
            shows(null);
        }
    }

    /// <summary>That a workload lacks pods says nothing where the pods say why.</summary>
    private static bool IsTelling(WaitCause cause, IReadOnlyList<WaitCause> causes) =>
        !cause.Example.IsCount || causes.All(other => other.Example.IsCount);
}
