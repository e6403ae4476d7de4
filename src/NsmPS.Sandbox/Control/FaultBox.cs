using System.Collections.Immutable;

namespace NsmPS.Sandbox.Control;

/// <summary>The faults in force.</summary>
internal sealed class FaultBox
{
    private readonly Lock _gate = new();
    private readonly List<Counted> _faults = [];

    public ImmutableArray<Fault> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults.Select(counted => counted.Fault with { Requests = counted.Fault.Requests - counted.Hits })];
            }
        }
    }

    public void Add(Fault fault)
    {
        lock (_gate)
        {
            _faults.Add(new Counted { Fault = fault });
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    /// <summary>What is to happen to a request; counts it.</summary>
    public ImmutableArray<Fault> Take(string method, string path)
    {
        lock (_gate)
        {
            Fault[] hit = [.. _faults.Where(counted => counted.Hit(method, path)).Select(counted => counted.Fault)];
            _faults.RemoveAll(counted => counted.Hits >= counted.Fault.Requests);
            return [.. hit];
        }
    }

    private sealed class Counted
    {
        private long _seen;

        public required Fault Fault { get; init; }

        public int Hits { get; private set; }

        public bool Hit(string method, string path)
        {
            if ((Fault.Method is { } wanted && wanted != method) || (Fault.Path is { } part && !path.Contains(part, StringComparison.Ordinal)))
            {
                return false;
            }

            _seen++;
            bool hit = Math.Floor(_seen * Fault.Share) > Math.Floor((_seen - 1) * Fault.Share);
            Hits += hit ? 1 : 0;
            return hit;
        }
    }
}
