using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Housekeeping;

/// <summary>Gives new namespaces what each has, and empties terminating ones before they go.</summary>
internal sealed class NamespaceController(ObjectStore store) : IController
{
    private const string DefaultAccount = "default";

    public async Task RunAsync(CancellationToken token)
    {
        // Any change in a terminating namespace may be the last that it waits for.
        await foreach (var change in store.WatchAsync(kind => kind.Namespaced || kind == BuiltIn.Namespaces, token))
        {
            Follow(change);
        }
    }

    public void Follow(Change change)
    {
        var name = change.Kind == BuiltIn.Namespaces ? change.Object.Name() : change.Object.Namespace() ?? "";
        if (store.Get(BuiltIn.Namespaces, null, name) is not { } ns)
        {
            return;
        }

        if (ns.IsTerminating())
        {
            Empty(name);
        }
        else if (change.Kind == BuiltIn.Namespaces && store.Get(BuiltIn.ServiceAccounts, name, DefaultAccount) is null)
        {
            ApiException.Overlook(() =>
                store.Create(BuiltIn.ServiceAccounts,
                    new JsonObject { [JsonObjects.MetadataField] = new JsonObject { ["name"] = DefaultAccount, ["namespace"] = name } }));
        }
    }

    private void Empty(string ns)
    {
        foreach ((var kind, var item) in Content(ns).Where(entry => !entry.Item.IsTerminating()).ToArray())
        {
            ApiException.Overlook(() => store.Delete(kind, ns, item.Name()));
        }

        (ResourceKind Kind, JsonObject Item)[] left = [.. Content(ns)];
        if (left.Length > 0)
        {
            Tell(ns, left);
            return;
        }

        ApiException.Overlook(() => store.Update(BuiltIn.Namespaces, null, ns, item =>
        {
            item.Ensure("spec").Remove("finalizers");
            return item;
        }));
    }

    private IEnumerable<(ResourceKind Kind, JsonObject Item)> Content(string ns) =>
        store.Kinds.All.Where(kind => kind.Namespaced).SelectMany(kind => store.Read(kind, ns).Items.Select(item => (kind, item)));

    /// <summary>Says in the namespace's conditions what it waits for.</summary>
    private void Tell(string ns, (ResourceKind Kind, JsonObject Item)[] left)
    {
        string[] finalizers = [.. left.SelectMany(entry => entry.Item.Finalizers()).GroupBy(name => name)
            .Select(group => $"{group.Key} in {group.Count()} resource instances")];
        string[] kinds = [.. left.GroupBy(entry => entry.Kind.QualifiedName)
            .Select(group => $"{group.Key} has {group.Count()} resource instances")];
        var now = store.Wall.GetUtcNow().Stamp();
        store.Update(
            BuiltIn.Namespaces, null, ns,
            item =>
            {
                item.Ensure(JsonObjects.StatusField)["conditions"] = new JsonArray(
                    Conditions.Make(item[JsonObjects.StatusField] as JsonObject, "NamespaceContentRemaining", true, now,
                        "SomeResourcesRemain", $"Some resources are remaining: {string.Join(", ", kinds)}"),
                    Conditions.Make(item[JsonObjects.StatusField] as JsonObject, "NamespaceFinalizersRemaining", finalizers.Length > 0, now,
                        finalizers.Length > 0 ? "SomeFinalizersRemain" : "ContentHasNoFinalizers",
                        finalizers.Length > 0
                            ? $"Some content in the namespace has finalizers remaining: {string.Join(", ", finalizers)}"
                            : "All content-preserving finalizers finished"));
                return item;
            },
            status: true);
    }
}
