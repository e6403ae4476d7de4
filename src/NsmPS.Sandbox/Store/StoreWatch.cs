using System.Threading.Channels;

namespace NsmPS.Sandbox.Store;

/// <summary>What a watch starts with, the version of that, and the changes that follow. Disposing ends it.</summary>
internal sealed record StoreWatch(IReadOnlyList<Change> Initial, long Version, ChannelReader<Change> Changes, Action End) : IDisposable
{
    public void Dispose() => End();
}
