using System.Collections;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Tests;

/// <summary>A store that counts how many objects of its lists were looked at.</summary>
internal sealed class CountingStore(ObjectStore store) : IObjectStore
{
    public long Looks { get; private set; }

    public TimeProvider Time => store.Time;

    public TimeProvider Wall => store.Wall;

    public long Version => store.Version;

    public JsonObject? Get(ResourceKind kind, string? ns, string name) => store.Get(kind, ns, name);

    public JsonObject? Find(ResourceKind kind, string uid) => store.Find(kind, uid);

    public ResourceKind? Find(string apiVersion, string kind) => store.Find(apiVersion, kind);

    public IReadOnlyList<JsonObject> List(ResourceKind kind, string? ns = null) => new Counted(this, store.List(kind, ns));

    public IReadOnlyList<JsonObject> Controlled(ResourceKind kind, JsonObject owner) => new Counted(this, store.Controlled(kind, owner));

    public JsonObject Create(ResourceKind kind, JsonObject item) => store.Create(kind, item);

    public JsonObject Update(ResourceKind kind, string? ns, string name, Func<JsonObject, JsonObject?> change, bool status = false) =>
        store.Update(kind, ns, name, change, status);

    public void Delete(ResourceKind kind, string? ns, string name, string propagation = "Background", int? graceSeconds = null) =>
        store.Delete(kind, ns, name, propagation, graceSeconds);

    public IAsyncEnumerable<Change> WatchAsync(Func<ResourceKind, bool> kinds, CancellationToken token) => store.WatchAsync(kinds, token);

    public void RecordEvent(JsonObject about, string type, string reason, string message, string source) =>
        store.RecordEvent(about, type, reason, message, source);

    private sealed class Counted(CountingStore owner, IReadOnlyList<JsonObject> items) : IReadOnlyList<JsonObject>
    {
        public int Count => items.Count;

        public JsonObject this[int index]
        {
            get
            {
                owner.Looks++;
                return items[index];
            }
        }

        public IEnumerator<JsonObject> GetEnumerator()
        {
            foreach (var item in items)
            {
                owner.Looks++;
                yield return item;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
