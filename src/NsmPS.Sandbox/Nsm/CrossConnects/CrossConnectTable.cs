using System.Collections.Immutable;
using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Nsm.CrossConnects;

/// <summary>
/// What the managers of NSM v0.2 know of wires, and everyone who watches them. An entry goes only when its wire is taken apart: clients and
/// endpoints that are gone leave theirs behind.
/// </summary>
internal sealed class CrossConnectTable
{
    private const int FirstId = 0x50;
    private const int IdsOfAWire = 2;

    private readonly Lock _lock = new();
    private readonly HashSet<CrossConnectWatch> _watches = [];
    private ImmutableList<CrossConnect> _entries = [];
    private int _nextId = FirstId;

    public IReadOnlyList<CrossConnect> Entries => Volatile.Read(ref _entries);

    /// <summary>How many watch now.</summary>
    public int Watches
    {
        get
        {
            lock (_lock)
            {
                return _watches.Count;
            }
        }
    }

    /// <summary>The part of the state that outlives the process.</summary>
    public CrossConnectSnapshot Snapshot
    {
        get
        {
            lock (_lock)
            {
                return new CrossConnectSnapshot(_nextId, _entries);
            }
        }

        set
        {
            lock (_lock)
            {
                (_nextId, _entries) = (value.NextId, [.. value.Entries]);
            }
        }
    }

    /// <summary>A wire was made.</summary>
    /// <param name="wire">The wire.</param>
    /// <param name="client">The name of the client's pod.</param>
    /// <param name="wish">What the client asked for.</param>
    /// <param name="endpoint">Who serves it.</param>
    public void Add(Wire wire, string client, WireWish wish, RegisteredEndpoint endpoint)
    {
        lock (_lock)
        {
            var entry = new CrossConnect(_nextId, wire, wish.Service, wish.Labels, client, endpoint.PodName, endpoint.Name, endpoint.InVpp);
            _nextId += IdsOfAWire;
            _entries = _entries.Add(entry);
            Tell(CrossConnectChangeType.Update, [entry]);
        }
    }

    /// <summary>All wires of a node are taken apart; the managers at their other ends are told.</summary>
    public void Break(string node)
    {
        lock (_lock)
        {
            CrossConnect[] broken = [.. _entries.Where(entry => entry.Wire.Touches(node))];
            _entries = _entries.RemoveAll(broken.Contains);
            Tell(CrossConnectChangeType.Delete, broken);
        }
    }

    /// <summary>What the manager of a node has now, and every change from then on, until the watch is disposed.</summary>
    public CrossConnectWatch Watch(string node)
    {
        lock (_lock)
        {
            var watch = new CrossConnectWatch(node, Forget);
            watch.Take(CrossConnectChangeType.Initial, _entries);
            _watches.Add(watch);
            return watch;
        }
    }

    private void Tell(CrossConnectChangeType type, IReadOnlyList<CrossConnect> entries)
    {
        foreach (var watch in _watches)
        {
            watch.Take(type, entries);
        }
    }

    private void Forget(CrossConnectWatch watch)
    {
        lock (_lock)
        {
            _watches.Remove(watch);
        }
    }
}
