using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Housekeeping;

/// <summary>Deletes what has lost its owners, and carries out foreground and orphan deletions.</summary>
internal sealed class GarbageCollector(IObjectStore store) : IController
{
    private const string OwnerReferences = "ownerReferences";
    private const string Finalizers = "finalizers";

    private readonly Dictionary<string, Dictionary<string, ObjectId>> _dependents = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken token)
    {
        await foreach (var change in store.WatchAsync(_ => true, token))
        {
            Follow(change);
        }
    }

    public void Follow(Change change)
    {
        var uid = change.Object.Uid() ?? "";
        var id = ObjectId.Of(change.Kind, change.Object);
        foreach (var owner in change.Before.Items(JsonObjects.MetadataField, OwnerReferences))
        {
            _dependents.GetValueOrDefault(owner.Text("uid") ?? "")?.Remove(uid);
        }

        if (change.Type == ChangeType.Deleted)
        {
            if (_dependents.Remove(uid, out var left))
            {
                Array.ForEach([.. left.Values], Collect);
            }

            Release(change.Object);
            return;
        }

        JsonObject[] owners = [.. change.Object.Items(JsonObjects.MetadataField, OwnerReferences)];
        foreach (var owner in owners)
        {
            var ownerUid = owner.Text("uid") ?? "";
            if (!_dependents.TryGetValue(ownerUid, out var dependents))
            {
                _dependents[ownerUid] = dependents = [];
            }

            dependents[uid] = id;
        }

        if (owners.Length > 0)
        {
            Collect(id);
        }

        Finish(id, uid, change.Object);
    }

    /// <summary>Deletes an object none of whose owners exists.</summary>
    private void Collect(ObjectId id)
    {
        if (id.Read(store) is not { } item || item.IsTerminating() || !item.Items(JsonObjects.MetadataField, OwnerReferences).Any())
        {
            return;
        }

        JsonObject[] references = [.. item.Items(JsonObjects.MetadataField, OwnerReferences)];
        if (references.Any(reference => KindOf(reference) is null))
        {
            // An owner of an unknown kind may exist.
            return;
        }

        JsonObject?[] owners = [.. references.Select(reference => Owner(reference, id.Namespace))];
        var ownerGoes = owners.Any(owner =>
            owner is not null && owner.IsTerminating() && owner.Finalizers().Contains(Deletion.ForegroundFinalizer));
        if (owners.All(owner => owner is null) || ownerGoes)
        {
            ApiException.Overlook(() => store.Delete(id.Kind, id.Namespace, id.Name));
        }
    }

    /// <summary>Takes this collector's finalizers from an object once their work is done.</summary>
    private void Finish(ObjectId id, string uid, JsonObject item)
    {
        if (!item.IsTerminating())
        {
            return;
        }

        ObjectId[] dependents = _dependents.TryGetValue(uid, out var known) ? [.. known.Values] : [];
        if (item.Finalizers().Contains(Deletion.OrphanFinalizer))
        {
            Array.ForEach(dependents, dependent =>
                ApiException.Overlook(() =>
                    dependent.Change(store, live => Remove(live, OwnerReferences, reference => reference.Text("uid") == uid))));
            ApiException.Overlook(() =>
                id.Change(store, live => Remove(live, Finalizers, finalizer => finalizer.Text() == Deletion.OrphanFinalizer)));
        }
        else if (item.Finalizers().Contains(Deletion.ForegroundFinalizer))
        {
            Array.ForEach(dependents, Collect);
            if (dependents.All(dependent => dependent.Read(store) is null))
            {
                ApiException.Overlook(() =>
                    id.Change(store, live => Remove(live, Finalizers, finalizer => finalizer.Text() == Deletion.ForegroundFinalizer)));
            }
        }
    }

    /// <summary>A dependent is gone: its owners may wait for that.</summary>
    private void Release(JsonObject dependent)
    {
        foreach (var reference in dependent.Items(JsonObjects.MetadataField, OwnerReferences))
        {
            if (Owner(reference, dependent.Namespace()) is { } owner && KindOf(owner) is { } kind)
            {
                Finish(ObjectId.Of(kind, owner), owner.Uid() ?? "", owner);
            }
        }
    }

    private ResourceKind? KindOf(JsonObject item) => store.Find(item.Text("apiVersion") ?? "", item.Text("kind") ?? "");

    private JsonObject? Owner(JsonObject reference, string? ns) =>
        KindOf(reference) is { } kind && store.Get(kind, kind.Namespaced ? ns : null, reference.Text("name") ?? "") is { } owner
            && owner.Uid() == reference.Text("uid")
            ? owner
            : null;

    private static JsonObject Remove(JsonObject item, string list, Func<JsonNode?, bool> which)
    {
        JsonNode?[] left = [.. (item.At(JsonObjects.MetadataField, list) as JsonArray ?? []).Where(node => !which(node))
            .Select(node => node?.DeepClone())];
        item.Metadata()[list] = left.Length == 0 ? null : new JsonArray(left);
        return item;
    }
}
