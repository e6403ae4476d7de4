using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Store;

/// <summary>The objects by kind, namespace and name. Only used under the store's lock;
/// what it holds is never changed, only replaced.</summary>
internal sealed class ObjectTable
{
    private readonly Dictionary<ResourceKind, OneKind> _kinds = [];

    public IEnumerable<ResourceKind> Kinds => _kinds.Keys;

    public JsonObject? Find(ResourceKind kind, string? ns, string name) =>
        _kinds.GetValueOrDefault(kind)?.Spaces.GetValueOrDefault(ns ?? "")?.Items.GetValueOrDefault(name);

    /// <summary>The object with an identity of its own; null when there is none.</summary>
    public JsonObject? Find(ResourceKind kind, string uid) => _kinds.GetValueOrDefault(kind)?.Uids.GetValueOrDefault(uid);

    /// <summary>In the order of namespaces and names. As long as nothing changes it is the same list.</summary>
    public IReadOnlyList<JsonObject> All(ResourceKind kind, string? ns = null) =>
        !_kinds.TryGetValue(kind, out var found) ? []
        : ns is null ? found.All
        : found.Spaces.GetValueOrDefault(ns)?.All ?? [];

    /// <summary>The objects that one controller made, in the order of their names.</summary>
    public IReadOnlyList<JsonObject> Controlled(ResourceKind kind, string uid) =>
        _kinds.GetValueOrDefault(kind)?.Controllers.GetValueOrDefault(uid)?.All ?? [];

    public void Set(ResourceKind kind, JsonObject item)
    {
        if (!_kinds.TryGetValue(kind, out var items))
        {
            _kinds[kind] = items = new OneKind();
        }

        items.Set(item);
    }

    public void Remove(ResourceKind kind, JsonObject item) => _kinds[kind].Remove(item);

    /// <summary>Objects by their names.</summary>
    private sealed class Names
    {
        private IReadOnlyList<JsonObject>? _all;

        public SortedDictionary<string, JsonObject> Items { get; } = new(StringComparer.Ordinal);

        public IReadOnlyList<JsonObject> All => _all ??= [.. Items.Values];

        public void Set(string name, JsonObject? item)
        {
            _all = null;
            if (item is null)
            {
                Items.Remove(name);
            }
            else
            {
                Items[name] = item;
            }
        }
    }

    private sealed class OneKind
    {
        private IReadOnlyList<JsonObject>? _all;

        public SortedDictionary<string, Names> Spaces { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, JsonObject> Uids { get; } = [];

        public Dictionary<string, Names> Controllers { get; } = [];

        public IReadOnlyList<JsonObject> All => _all ??= [.. Spaces.Values.SelectMany(space => space.All)];

        public void Set(JsonObject item)
        {
            var (space, name) = (item.Namespace() ?? "", item.Name());
            if (Spaces.GetValueOrDefault(space)?.Items.GetValueOrDefault(name) is { } before)
            {
                Remove(before);
            }

            Put(Spaces, space, name, item);
            if (item.Uid() is { } uid)
            {
                Uids[uid] = item;
            }

            if (item.ControllerUid() is { } controller)
            {
                Put(Controllers, controller, name, item);
            }
        }

        public void Remove(JsonObject item)
        {
            var (space, name) = (item.Namespace() ?? "", item.Name());
            var before = Spaces[space].Items[name];
            Put(Spaces, space, name, null);
            Uids.Remove(before.Uid() ?? "");
            if (before.ControllerUid() is { } controller)
            {
                Put(Controllers, controller, name, null);
            }
        }

        private void Put(IDictionary<string, Names> groups, string group, string name, JsonObject? item)
        {
            _all = null;
            if (!groups.TryGetValue(group, out var names))
            {
                groups[group] = names = new Names();
            }

            names.Set(name, item);
            if (names.Items.Count == 0)
            {
                groups.Remove(group);
            }
        }
    }
}
