namespace NsmPS.Adapter.Events;

/// <summary>A bounded queue that gives up progress first. Not safe for several threads at once: the hub's lock guards it.</summary>
internal sealed class EventQueue(int capacity)
{
    private readonly LinkedList<AdapterEvent> _items = [];

    public int Count => _items.Count;

    /// <summary>Adds an event; when full, the oldest progress event makes room.</summary>
    /// <returns>False when there is no room because nothing in it may be dropped.</returns>
    public bool TryAdd(AdapterEvent item)
    {
        if (_items.Count < capacity || TryDropProgress())
        {
            _items.AddLast(item);
            return true;
        }

        // A new progress event may be dropped just like an old one.
        return item.Role == EventRole.Progress;
    }

    public bool TryTake(out AdapterEvent? item)
    {
        item = _items.First?.Value;
        if (item is null)
        {
            return false;
        }

        _items.RemoveFirst();
        return true;
    }

    private bool TryDropProgress()
    {
        for (var node = _items.First; node is not null; node = node.Next)
        {
            if (node.Value.Role == EventRole.Progress)
            {
                _items.Remove(node);
                return true;
            }
        }

        return false;
    }
}
