using System.Globalization;
using System.Threading.Channels;
using NsmPS.Lab.Manager.Api;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Manager;

/// <summary>The cross connects of this manager, and everyone who watches them. Entries of
/// clients that are gone stay, as in the real one.</summary>
internal sealed class WireTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Wire> _wires = [];
    private readonly List<Channel<CrossConnectEvent>> _watchers = [];
    private int _lastId = 0x50;

    public string NextId() => Interlocked.Increment(ref _lastId).ToString("x", CultureInfo.InvariantCulture);

    public IReadOnlyList<Wire> All()
    {
        lock (_gate)
        {
            return [.. _wires.Values];
        }
    }

    public void Add(Wire wire) => Change(wire, CrossConnectEventType.Update, () => _wires[wire.Id] = wire);

    public void Remove(Wire wire) => Change(wire, CrossConnectEventType.Delete, () => _wires.Remove(wire.Id));

    /// <summary>The present state as first event, then every change.</summary>
    public ChannelReader<CrossConnectEvent> Watch(CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<CrossConnectEvent>();
        lock (_gate)
        {
            channel.Writer.TryWrite(Event(CrossConnectEventType.InitialStateTransfer, _wires.Values));
            _watchers.Add(channel);
        }

        cancellationToken.Register(() =>
        {
            lock (_gate)
            {
                _watchers.Remove(channel);
            }
        });
        return channel.Reader;
    }

    private void Change(Wire wire, CrossConnectEventType type, Action change)
    {
        lock (_gate)
        {
            change();
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(Event(type, [wire]));
            }
        }
    }

    private static CrossConnectEvent Event(CrossConnectEventType type, IEnumerable<Wire> wires)
    {
        CrossConnectEvent result = new() { Type = type };
        foreach (var wire in wires)
        {
            result.CrossConnects[wire.Id] = CrossConnects.From(wire);
        }

        return result;
    }
}
