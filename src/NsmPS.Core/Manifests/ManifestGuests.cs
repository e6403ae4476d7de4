using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Generations;
using NsmPS.Operations;

namespace NsmPS.Manifests;

/// <summary>Keeps namespaces and definitions whose deletion would take objects of others with them.</summary>
internal sealed class ManifestGuests(ClusterClient client)
{
    private const int ShownGuests = 5;

    /// <summary>The objects to delete, without namespaces and definitions that hold
    /// anything else; a remark tells of each that stays.</summary>
    public async Task<IReadOnlyList<JsonObject>> WithoutUsedAsync(IReadOnlyList<JsonObject> objects, List<string> remarks,
        CancellationToken cancellationToken)
    {
        var leaving = objects.Select(item => item.Uid()).ToHashSet();
        var kept = new List<JsonObject>();
        foreach (var item in objects)
        {
            var held = item.Kind() switch
            {
                "Namespace" => await Guests.InAsync(client, item.Name(),
                    [KnownTypes.Roles, KnownTypes.RoleBindings, .. Generation.All.SelectMany(generation => generation.Types)],
                    cancellationToken),
                "CustomResourceDefinition" => await OfDefinitionAsync(item, cancellationToken),
                _ => [],
            };
            string[] guests = [.. held.Where(guest => !leaving.Contains(guest.Uid()) && !guest.IsTerminating())
                .Select(guest => guest.Key().ToString())];
            if (guests.Length > 0)
            {
                remarks.Add($"{item.Key()} stays, because it holds {ShownText.List(guests, ShownGuests)}, "
                    + "which the manifest does not list.");
                kept.Add(item);
            }
        }

        return [.. objects.Except(kept)];
    }

    private async Task<IReadOnlyList<JsonObject>> OfDefinitionAsync(JsonObject definition, CancellationToken cancellationToken) =>
        DefinedTypes.Of(definition).FirstOrDefault() is { } any
            && await client.FindTypeAsync(any.ApiVersion, any.Kind, cancellationToken) is { } served
            ? await client.ListAsync(served, ListFilter.All, cancellationToken)
            : [];
}
