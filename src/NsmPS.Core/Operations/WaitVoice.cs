using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;

namespace NsmPS.Operations;

/// <summary>Says why an operation waits. Several of its waits may run at the same time.</summary>
internal sealed class WaitVoice(string cluster, Action<LifecycleEvent> emit)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly List<(object Wait, WaitCause Cause)> _now = [];
    private string _said = "";

    /// <summary>What follows one more wait.</summary>
    public WaitReasons Follow()
    {
        var wait = new object();
        return new WaitReasons(cause => Show(wait, cause), Warn);
    }

    private void Show(object wait, WaitCause? cause)
    {
        lock (_lock)
        {
            var place = _now.FindIndex(entry => entry.Wait == wait);
            if (place >= 0)
            {
                _now.RemoveAt(place);
            }

            if (cause is not null)
            {
                _now.Insert(place < 0 ? _now.Count : place, (wait, cause));
            }

            var text = _now.Count == 0 ? "" : _now[0].Cause.ToString();
            if (text != _said)
            {
                _said = text;
                emit(new LifecycleEvent.Waiting(text) { Cluster = cluster });
            }
        }
    }

    private void Warn(WaitCause cause)
    {
        lock (_lock)
        {
            if (_told.Add(cause.Example.Cause))
            {
                var text = $"Still waiting after {WaitReasons.Limit.TotalSeconds:0} s: {cause}";
                emit(new LifecycleEvent.Warning(text) { Cluster = cluster });
            }
        }
    }
}
