using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Checks.Residue;

/// <summary>Finds what is left of NSM on a cluster.</summary>
internal sealed class ResidueFinder(MeshCluster cluster)
{
    /// <summary>One thing that is left, with the object itself.</summary>
    internal sealed record Left(JsonObject Item, NsmResidue Residue);

    public async Task<IReadOnlyList<Left>> FindAsync(CancellationToken cancellationToken)
    {
        var mesh = cluster.FindMeshAsync(cancellationToken);
        var objects = cluster.Client.ListAsync(ResidueNames.Types, ListFilter.All, cancellationToken);
        var secrets = ListSecretsAsync(cancellationToken);
        var spire = cluster.Client.ListAsync(KnownTypes.ConfigMaps, new ListFilter(SpireNames.Namespace), cancellationToken);
        await Task.WhenAll(mesh, secrets, spire, objects);
        var all = (await objects).Concat(await secrets).GroupBy(item => item.Kind())
            .ToDictionary(group => group.Key, group => group.ToArray());
        var ofSpire = ResidueNames.IsSpireOfNsm(await spire) ? Generation.V02
            : V1ResidueNames.IsSpireOfNsm(await spire, [.. all.Values.SelectMany(items => items)]) ? Generation.V1
            : null;
        var view = new ResidueView(cluster.Name, (await mesh)?.Namespace, all, ofSpire,
            [.. cluster.Catalog.SampleApps.Select(sample => sample.Name)]);
        var left = ResidueRules.Find(view).ToList();
        left.AddRange(await FindNamespacesAsync(view, left, cancellationToken));
        return [.. left.OrderBy(entry => RemovalStages.Order(RemovalStages.Of(entry.Item)))
            .ThenBy(entry => entry.Residue.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Only the Secrets with NSM's one name, and those of NsmPS itself, are read.</summary>
    private async Task<IEnumerable<JsonObject>> ListSecretsAsync(CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(
            cluster.Client.ListAsync(KnownTypes.Secrets, new ListFilter(FieldSelector: $"metadata.name={NsmNames.WebhookSecret}"),
                cancellationToken),
            cluster.Client.ListAsync(KnownTypes.Secrets, new ListFilter(LabelSelector: Ownership.SelectorOf(OwnNames.MeshPart)),
                cancellationToken));
        return lists.SelectMany(list => list).DistinctBy(item => item.Key());
    }

    /// <summary>A namespace is left by NSM when nothing but residue is in it.</summary>
    private async Task<IReadOnlyList<Left>> FindNamespacesAsync(ResidueView view, IReadOnlyCollection<Left> left,
        CancellationToken cancellationToken)
    {
        var found = new List<Left>();
        var keys = left.Select(entry => entry.Item.Key()).ToHashSet();
        foreach (var item in view.Of(KnownTypes.Namespaces).Where(item => ResidueRules.MayBeOurs(item, view)))
        {
            string[] others = [.. (await Guests.InAsync(cluster.Client, item.Name(), [], cancellationToken))
                .Where(guest => !Ownership.IsOurs(guest) && !keys.Contains(guest.Key())).Select(guest => guest.Key().ToString())];
            found.Add(ResidueRules.Namespace(item, view, others));
        }

        return found;
    }
}
