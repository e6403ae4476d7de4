using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Store;

/// <summary>The objects by kind, namespace and name. Only used under the store's lock;
/// what it holds is never changed, only replaced.</summary>
internal sealed class ObjectTable
{
    private static readonly Comparer<(string Namespace, string Name)> s_order =
        Comparer<(string Namespace, string Name)>.Create((left, right) =>
            string.CompareOrdinal(left.Namespace, right.Namespace) is var order and not 0
                ? order
                : string.CompareOrdinal(left.Name, right.Name));

    private readonly Dictionary<ResourceKind, SortedDictionary<(string Namespace, string Name), JsonObject>> _kinds = [];

    public IEnumerable<ResourceKind> Kinds => _kinds.Keys;

    public JsonObject? Find(ResourceKind kind, string? ns, string name) =>
        _kinds.GetValueOrDefault(kind)?.GetValueOrDefault((ns ?? "", name));

    public IEnumerable<JsonObject> All(ResourceKind kind, string? ns = null)
    {
        IEnumerable<KeyValuePair<(string Namespace, string Name), JsonObject>> items = _kinds.TryGetValue(kind, out var found) ? found : [];
        return items.Where(pair => ns is null || pair.Key.Namespace == ns).Select(pair => pair.Value);
    }

    public void Set(ResourceKind kind, JsonObject item)
    {
        if (!_kinds.TryGetValue(kind, out var items))
        {
            _kinds[kind] = items = new(s_order);
        }

        items[(item.Namespace() ?? "", item.Name())] = item;
    }

    public void Remove(ResourceKind kind, JsonObject item) => _kinds[kind].Remove((item.Namespace() ?? "", item.Name()));
}
