namespace NsmPS.Topology.Live;

/// <summary>The changes of the last hour, at most ten thousand.</summary>
internal sealed class TopologyHistory
{
    private const int Most = 10_000;

    private static readonly TimeSpan s_kept = TimeSpan.FromHours(1);

    private readonly Queue<TopologyChange> _changes = new();

    /// <summary>The changes, oldest first.</summary>
    public IReadOnlyList<TopologyChange> Changes => [.. _changes];

    /// <summary>Adds changes, and drops what is too old by then.</summary>
    public void Add(IEnumerable<TopologyChange> changes, DateTimeOffset now)
    {
        foreach (var change in changes)
        {
            _changes.Enqueue(change);
        }

        while (_changes.TryPeek(out var oldest) && (_changes.Count > Most || now - oldest.At > s_kept))
        {
            _changes.Dequeue();
        }
    }
}
