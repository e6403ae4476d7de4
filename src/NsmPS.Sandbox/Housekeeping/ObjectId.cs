using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Housekeeping;

internal sealed record ObjectId(ResourceKind Kind, string? Namespace, string Name)
{
    public static ObjectId Of(ResourceKind kind, JsonObject item) => new(kind, item.Namespace(), item.Name());

    public JsonObject? Read(IObjectStore store) => store.Get(Kind, Namespace, Name);

    public void Change(IObjectStore store, Func<JsonObject, JsonObject?> change) => store.Update(Kind, Namespace, Name, change);
}
