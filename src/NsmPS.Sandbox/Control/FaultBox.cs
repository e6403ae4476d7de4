using System.Collections.Immutable;

namespace NsmPS.Sandbox.Control;

/// <summary>The faults in force. Each part looks when it acts, and at nodes and running containers when one changes.</summary>
internal sealed class FaultBox
{
    private readonly Lock _gate = new();
    private ImmutableList<Counted> _faults = [];

    /// <summary>Raised when a fault was set or has ended.</summary>
    public event Action? Changed;

    public IReadOnlyList<Fault> All => [.. Volatile.Read(ref _faults).Select(counted => counted.Left())];

    /// <summary>Adds a fault, in the place of one of the same kind for the same.</summary>
    public void Set(Fault fault)
    {
        lock (_gate)
        {
            _faults = _faults.RemoveAll(counted => Key(counted.Fault) == Key(fault)).Add(new Counted(fault));
        }

        Changed?.Invoke();
    }

    /// <summary>Ends the faults of a kind, or all.</summary>
    public void Clear(NsmSandboxFaultKind? kind = null)
    {
        lock (_gate)
        {
            _faults = _faults.RemoveAll(counted => kind is null || counted.Fault.Kind == kind);
        }

        Changed?.Invoke();
    }

    /// <summary>The faults of a kind.</summary>
    public IEnumerable<Fault> Of(NsmSandboxFaultKind kind) =>
        Volatile.Read(ref _faults).Select(counted => counted.Fault).Where(fault => fault.Kind == kind);

    public bool Has(NsmSandboxFaultKind kind) => Of(kind).Any();

    /// <summary>What is to happen to a request; counts it.</summary>
    public IReadOnlyList<Fault> Take(string method, string path)
    {
        if (Volatile.Read(ref _faults).IsEmpty)
        {
            return [];
        }

        lock (_gate)
        {
            Fault[] hit = [.. _faults.Where(counted => counted.Hit(method, path)).Select(counted => counted.Fault)];
            _faults = _faults.RemoveAll(counted => counted.IsUsedUp);
            return hit;
        }
    }

    private static (NsmSandboxFaultKind, string, string?, string?) Key(Fault fault) => (fault.Kind, fault.Target, fault.Method, fault.Path);

    private sealed class Counted(Fault fault)
    {
        private long _seen;
        private int _hits;

        public Fault Fault => fault;

        public bool IsUsedUp => _hits >= fault.Count;

        public Fault Left() => fault with { Count = fault.Count - _hits };

        public bool Hit(string method, string path)
        {
            if (!fault.IsOfRequests() || (fault.Method is { } wanted && wanted != method)
                || (fault.Path is { } part && !path.Contains(part, StringComparison.Ordinal)))
            {
                return false;
            }

            _seen++;
            var hit = Math.Floor(_seen * fault.Share) > Math.Floor((_seen - 1) * fault.Share);
            _hits += hit ? 1 : 0;
            return hit;
        }
    }
}
