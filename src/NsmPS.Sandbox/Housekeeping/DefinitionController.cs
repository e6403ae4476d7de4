using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Housekeeping;

/// <summary>Establishes CustomResourceDefinitions, and deletes their objects before they go.</summary>
internal sealed class DefinitionController(ObjectStore store) : IController
{
    public async Task RunAsync(CancellationToken token)
    {
        await foreach (var change in store.WatchAsync(kind => kind == BuiltIn.CustomResourceDefinitions || !BuiltIn.All.Contains(kind),
            token))
        {
            Follow(change);
        }
    }

    public void Follow(Change change)
    {
        if (change.Kind == BuiltIn.CustomResourceDefinitions)
        {
            Follow(change.Object.Name());
        }
        else if (change.Type == ChangeType.Deleted)
        {
            Follow($"{change.Kind.Plural}.{change.Kind.Group}");
        }
    }

    private void Follow(string name)
    {
        if (store.Get(BuiltIn.CustomResourceDefinitions, null, name) is not { } crd)
        {
            return;
        }

        if (!crd.IsTerminating())
        {
            ApiException.Overlook(() => store.Update(BuiltIn.CustomResourceDefinitions, null, name, Establish, status: true));
            return;
        }

        ResourceKind[] kinds = [.. Definition.Read(crd).Select(definition => definition.Kind)];
        foreach (var kind in kinds)
        {
            foreach (var item in store.Read(kind, null).Items.Where(item => !item.IsTerminating()))
            {
                ApiException.Overlook(() => store.Delete(kind, item.Namespace(), item.Name()));
            }
        }

        if (kinds.All(kind => store.Read(kind, null).Items.Count == 0))
        {
            ApiException.Overlook(() => store.Update(BuiltIn.CustomResourceDefinitions, null, name, Release));
        }
    }

    private JsonObject? Establish(JsonObject crd)
    {
        if (Definition.IsEstablished(crd) && JsonNode.DeepEquals(crd.At(JsonObjects.StatusField, "acceptedNames"), crd.At("spec", "names")))
        {
            return null;
        }

        var now = store.Wall.GetUtcNow().Stamp();
        var status = crd.Ensure(JsonObjects.StatusField);
        status["acceptedNames"] = crd.At("spec", "names")?.DeepClone();
        status["storedVersions"] = new JsonArray([.. crd.Items("spec", "versions").Where(version => version.Text("storage") == "true")
            .Select(version => (JsonNode)version.Text("name")!)]);
        status["conditions"] = new JsonArray(
            Conditions.Make(status, "NamesAccepted", true, now, "NoConflicts", "no conflicts found"),
            Conditions.Make(status, "Established", true, now, "InitialNamesAccepted", "the initial names have been accepted"));
        return crd;
    }

    private static JsonObject Release(JsonObject crd)
    {
        string[] left = [.. crd.Finalizers().Where(finalizer => finalizer != Deletion.CleanupFinalizer)];
        crd.Metadata()["finalizers"] = left.Length == 0 ? null : new JsonArray([.. left.Select(finalizer => (JsonNode)finalizer)]);
        return crd;
    }
}
