using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Operations;

namespace NsmPS.Manifests;

/// <summary>Finds out where each object of a user's manifest goes: whether its kind has namespaces
/// is for the cluster to say, or for the definition beside it.</summary>
internal sealed class ManifestPlacement(MeshCluster cluster, ManifestSource source, string @namespace)
{
    /// <summary>Copies of the objects, each with its namespace; those of a kind that nobody knows are left out.</summary>
    public async Task<IReadOnlyList<JsonObject>> KnownAsync(CancellationToken cancellationToken) =>
        [.. (await PlaceAsync(cancellationToken)).Select(entry => entry.Placed).OfType<JsonObject>()];

    /// <summary>Copies of the objects, each with its namespace.</summary>
    /// <exception cref="NsmException">ManifestInvalid when nobody knows a kind, or an object stands twice.</exception>
    public async Task<IReadOnlyList<JsonObject>> AllAsync(CancellationToken cancellationToken)
    {
        var entries = await PlaceAsync(cancellationToken);
        if (entries.FirstOrDefault(entry => entry.Placed is null) is { Written: { } unknown })
        {
            throw cluster.Error(NsmErrors.ManifestInvalid, $"The cluster does not know the kind '{unknown.Kind()}' of "
                + $"'{unknown.Key().ApiVersion}', and {source.Name} does not define it.", unknown.Key().ToString(),
                "Correct apiVersion and kind, or install what defines the kind first.");
        }

        return [.. entries.Select(entry => entry.Placed!)];
    }

    /// <summary>Namespaces that objects name, that are not there and that the manifest does not list.</summary>
    public async Task<IEnumerable<JsonObject>> MissingNamespacesAsync(IReadOnlyList<JsonObject> objects,
        CancellationToken cancellationToken)
    {
        var listed = objects.Where(item => item.Kind() == KnownTypes.Namespaces.Kind).Select(item => item.Name());
        var names = objects.Select(item => item.Namespace()).OfType<string>().Distinct().Except(listed);
        var keys = names.Select(name => KnownTypes.Namespaces.Key(null, name));
        var found = await Task.WhenAll(keys.Select(async key => (Key: key, Live: await cluster.GetAsync(key, cancellationToken))));
        return found.Where(entry => entry.Live is null || entry.Live.IsTerminating()).Select(entry => new JsonObject
        {
            ["apiVersion"] = entry.Key.ApiVersion,
            ["kind"] = entry.Key.Kind,
            ["metadata"] = new JsonObject { ["name"] = entry.Key.Name },
        });
    }

    private async Task<(JsonObject Written, JsonObject? Placed)[]> PlaceAsync(CancellationToken cancellationToken)
    {
        var defined = DefinedTypes.In(source.Objects);
        var types = source.Objects.Select(item => item.Key()).Select(key => (key.ApiVersion, key.Kind)).Distinct();
        var found =
            (await Task.WhenAll(
                types.Select(async type => (Key: type, Type: defined.GetValueOrDefault(type)
                    ?? await cluster.Client.FindTypeAsync(type.ApiVersion, type.Kind, cancellationToken)))))
            .ToDictionary(entry => entry.Key, entry => entry.Type);
        var placed = source.Objects.Select(item =>
            (item, found[(item.Key().ApiVersion, item.Kind())] is { } type ? Place(item.Clone(), type) : null)).ToArray();
        RefuseTwins(placed.Select(entry => entry.Item2).OfType<JsonObject>());
        return placed;
    }

    private JsonObject Place(JsonObject item, ResourceType type)
    {
        var metadata = item.Ensure("metadata");
        if (!type.Namespaced)
        {
            metadata.Remove("namespace");
        }
        else if (metadata["namespace"] is null)
        {
            metadata["namespace"] = @namespace;
        }

        return item;
    }

    /// <summary>Versions of a kind show the same object.</summary>
    private void RefuseTwins(IEnumerable<JsonObject> objects)
    {
        if (objects.Select(item => item.Key()).GroupBy(key => (ManifestStages.GroupOf(key), key.ToString()))
            .FirstOrDefault(group => group.Count() > 1) is { } twins)
        {
            throw new NsmException(NsmErrors.ManifestInvalid, $"{source.Name} holds {twins.Key.Item2} twice.", twins.Key.Item2);
        }
    }
}
