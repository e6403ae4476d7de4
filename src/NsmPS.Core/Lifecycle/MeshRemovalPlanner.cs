using System.Text.Json.Nodes;
using NsmPS.Apply;
using NsmPS.Cluster;
using NsmPS.Manifests;

namespace NsmPS.Lifecycle;

/// <summary>
/// Plans a removal. What is removed is found by label on the cluster, not by a list of names: so an interrupted installation or removal can be removed too, and nothing of
/// somebody else ever is.
/// </summary>
internal sealed class MeshRemovalPlanner(ClusterClient client)
{
    public async Task<LifecyclePlan> PlanAsync(string? @namespace, bool force, CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(RemovalStages.OwnedTypes.Select(type => client.ListAsync(type, new ListFilter(LabelSelector: Ownership.SelectorOf(KubeNames.MeshPart)), cancellationToken)));
        JsonObject[] owned = [.. lists.SelectMany(list => list)];
        var home = owned.Select(item => item.Namespace()).FirstOrDefault(name => name is not null)
            ?? owned.Where(item => item.Kind() == "Namespace").Select(item => item.Name()).FirstOrDefault();
        await RefuseAsync(@namespace, home, owned.Length > 0, cancellationToken);

        var remarks = new List<string>();
        var users = await FindUsersAsync(cancellationToken);
        if (users.Count > 0)
        {
            var names = string.Join(", ", users);
            remarks.Add(force ? $"These still use the mesh and lose their wires: {names}." : throw new NsmException(NsmErrors.StillInUse, $"The mesh is still used by {names}.", users[0]) { Cluster = client.Name });
        }

        var resources = owned.Any(item => item.Kind() == KnownTypes.CustomResourceDefinitions.Kind) ? await FindResourcesAsync(cancellationToken) : [];
        var kept = KeepDefinitions(resources, force, remarks);
        var keepNamespace = home is not null && owned.Any(item => item.Kind() == "Namespace") && await HoldsOthersAsync(home, remarks, cancellationToken);
        PlannedObject[] objects =
        [
            .. owned.Where(item => !(kept && item.Kind() == KnownTypes.CustomResourceDefinitions.Kind) && !(keepNamespace && item.Kind() == "Namespace"))
                .Concat(resources.Where(item => !kept || !IsHandMade(item)))
                .Select(item => new PlannedObject(RemovalStages.Of(item), NsmPlanAction.Delete, item, item, ServerValidated: true))
                .OrderBy(item => RemovalStages.Order(item.Stage)),
        ];
        return new LifecyclePlan
        {
            Summary = new NsmPlan
            {
                Operation = home is null ? "Uninstall NSM" : $"Uninstall NSM from {home}",
                Cluster = client.Name,
                Items = [.. objects.Select(item => item.ToItem())],
                Remarks = remarks,
                MadeAt = client.Time.GetUtcNow(),
            },
            Objects = objects,
            Namespace = home ?? "",
        };
    }

    private async Task RefuseAsync(string? wanted, string? home, bool anything, CancellationToken cancellationToken)
    {
        if (wanted is not null && home is not null && wanted != home)
        {
            throw new NsmException(NsmErrors.MeshConflict, $"NSM is in namespace '{home}', not in '{wanted}'.", home) { Cluster = client.Name };
        }

        if (!anything && await new MeshLocator(client).FindNamespaceAsync(cancellationToken) is { } foreign)
        {
            throw new NsmException(NsmErrors.ObjectNotOwned, $"NSM in namespace '{foreign}' was not installed by NsmPS.", foreign)
            {
                Cluster = client.Name,
                Remedy = "Remove it with the tool that installed it, or adopt it first with Install-NsmMesh -Force.",
            };
        }
    }

    private async Task<IReadOnlyList<string>> FindUsersAsync(CancellationToken cancellationToken)
    {
        var deployments = await client.ListAsync(KnownTypes.Deployments, ListFilter.All, cancellationToken);
        return [.. MeshUsers.Of(deployments).Select(item => item.Key().ToString())];
    }

    private async Task<IReadOnlyList<JsonObject>> FindResourcesAsync(CancellationToken cancellationToken) =>
        [.. (await Task.WhenAll(NsmTypes.All.Select(type => client.ListAsync(type, ListFilter.All, cancellationToken)))).SelectMany(list => list)];

    /// <summary>NSM writes a network service without matches when its first endpoint registers; one with matches was written by a person.</summary>
    private static bool IsHandMade(JsonObject resource) => resource.Kind() == NsmTypes.NetworkServices.Kind && resource.Items("spec", "matches").Any();

    private static bool KeepDefinitions(IReadOnlyList<JsonObject> resources, bool force, List<string> remarks)
    {
        string[] handMade = [.. resources.Where(IsHandMade).Select(item => item.Key().ToString())];
        if (handMade.Length == 0 || force)
        {
            return false;
        }

        remarks.Add($"The custom resource definitions stay, because these were not made by NSM itself: {string.Join(", ", handMade)}. -Force removes them too.");
        return true;
    }

    /// <summary>A namespace that we made is removed only when nothing of others would go with it.</summary>
    private async Task<bool> HoldsOthersAsync(string home, List<string> remarks, CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(RemovalStages.GuestTypes.Select(type => client.ListAsync(type, new ListFilter(home), cancellationToken)));
        string[] others = [.. lists.SelectMany(list => list).Where(item => !Ownership.IsOurs(item) && !item.IsTerminating() && !RemovalStages.IsKubernetesOwn(item)).Select(item => item.Key().ToString())];
        if (others.Length > 0)
        {
            remarks.Add($"Namespace {home} stays, because it holds objects of others: {string.Join(", ", others)}.");
        }

        return others.Length > 0;
    }
}
