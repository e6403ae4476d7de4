using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Nsm.Wires;

/// <summary>What many clients at once do to a forwarder of NSM v0.2 while that fault is set: each wire takes a while, and a client that
/// asks while as many are being made as it can take never gets one. Its pod has to go, and a link stays on its node.</summary>
internal sealed class WireStorm(IObjectStore store, FaultBox faults, WireTable wires)
{
    /// <summary>How many wires a forwarder can make at once: six are fine on real nodes, sixteen are not.</summary>
    public const int AtOnce = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _busy = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stuck = new(StringComparer.Ordinal);

    /// <summary>Whether a client gets no wire any more.</summary>
    public bool IsStuck(string pod)
    {
        lock (_lock)
        {
            return _stuck.Contains(pod);
        }
    }

    /// <summary>Waits as long as the fault wants.</summary>
    public async Task PassAsync(string pod, string node, CancellationToken cancellationToken)
    {
        if (faults.Of(NsmSandboxFaultKind.WireStorm).FirstOrDefault() is not { } fault || IsStuck(pod))
        {
            return;
        }

        Enter(pod, node);
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMilliseconds), store.Time, cancellationToken);
        }
        finally
        {
            Leave(node);
        }
    }

    private void Enter(string pod, string node)
    {
        lock (_lock)
        {
            var busy = _busy.GetValueOrDefault(node);
            _busy[node] = busy + 1;
            if (busy >= AtOnce && _stuck.Add(pod))
            {
                wires.Leave(node, pod);
            }
        }
    }

    private void Leave(string node)
    {
        lock (_lock)
        {
            _busy[node]--;
        }
    }
}
