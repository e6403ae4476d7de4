using System.Threading.Channels;

namespace NsmPS.Sandbox.Nsm.CrossConnects;

/// <summary>A watcher of one node's manager.</summary>
internal sealed class CrossConnectWatch(string node, Action<CrossConnectWatch> forget) : IDisposable
{
    private readonly Channel<CrossConnectChange> _changes = Channel.CreateUnbounded<CrossConnectChange>();

    /// <summary>The state first, then every change; each entry is told by itself, as managers do.</summary>
    public ChannelReader<CrossConnectChange> Changes => _changes.Reader;

    /// <summary>Takes what is of this node.</summary>
    public void Take(CrossConnectChangeType type, IEnumerable<CrossConnect> entries)
    {
        CrossConnect[] own = [.. entries.Where(entry => entry.Wire.Touches(node))];
        if (type == CrossConnectChangeType.Initial)
        {
            _changes.Writer.TryWrite(new CrossConnectChange(type, own));
            return;
        }

        foreach (var entry in own)
        {
            _changes.Writer.TryWrite(new CrossConnectChange(type, [entry]));
        }
    }

    public void Dispose() => forget(this);
}
