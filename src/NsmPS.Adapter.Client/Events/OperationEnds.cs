using System.Text.RegularExpressions;

namespace NsmPS.Adapter.Client.Events;

/// <summary>Tells when an operation is over: one event ends it for each cluster it was for.</summary>
internal sealed partial class OperationEnds(int clusters)
{
    private readonly HashSet<NsmAdapterEvent> _earlier = [];
    private readonly HashSet<NsmAdapterEvent> _current = [];
    private int _connection;
    private int _ends;

    /// <summary>Whether it is over on every cluster.</summary>
    public bool AllSeen => _ends >= clusters;

    /// <summary>Whether an event ends an operation: it failed, or the summary says that it succeeded.</summary>
    public static bool IsEnd(NsmAdapterEvent happened) => happened.Type == NsmAdapterEventType.Error || Success().IsMatch(happened.Summary);

    /// <summary>Takes an event in; false for one that an adapter told again after a new connection.</summary>
    public bool Add(ReceivedEvent received)
    {
        if (received.Connection != _connection)
        {
            _earlier.UnionWith(_current);
            _current.Clear();
            _connection = received.Connection;
        }

        var content = received.Event with { Time = default };
        if (_earlier.Contains(content))
        {
            return false;
        }

        _current.Add(content);
        _ends += IsEnd(content) ? 1 : 0;
        return true;
    }

    [GeneratedRegex(@"\b(installed|removed|deployed|completed) successfully\b", RegexOptions.IgnoreCase)]
    private static partial Regex Success();
}
