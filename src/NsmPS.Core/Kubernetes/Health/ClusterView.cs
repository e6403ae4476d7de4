using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Watch;

namespace NsmPS.Kubernetes.Health;

/// <summary>What a wait watches.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Filter">Which objects of it.</param>
/// <param name="Optional">Whether the wait goes on without them where the user may not see them.</param>
internal sealed record Watched(ResourceType Type, ListFilter Filter, bool Optional = false);

/// <summary>The watched part of a cluster as it is now. Rules read it; only the waiter changes it.</summary>
internal sealed class ClusterView
{
    private readonly Dictionary<Watched, Dictionary<ObjectKey, JsonObject>> _items = [];

    /// <summary>The objects of a type, from all that is watched of it.</summary>
    public IEnumerable<JsonObject> Of(ResourceType type) =>
        _items.Where(entry => entry.Key.Type == type).SelectMany(entry => entry.Value.Values);

    public JsonObject? Find(ObjectKey key) =>
        _items.Values.Select(items => items.GetValueOrDefault(key)).FirstOrDefault(item => item is not null);

    public bool HasSeen(Watched watched) => _items.ContainsKey(watched);

    public void Take(Watched watched, WatchEvent change)
    {
        switch (change)
        {
            case WatchEvent.Snapshot snapshot:
                _items[watched] = snapshot.Items.ToDictionary(item => item.Key());
                break;
            case WatchEvent.Upserted upserted:
                _items[watched][upserted.Item.Key()] = upserted.Item;
                break;
            case WatchEvent.Deleted deleted:
                _items[watched].Remove(deleted.Item.Key());
                break;
        }
    }
}
