using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Mesh;

/// <summary>Plans a removal. What is removed is found by label on the cluster, not by a list of names. So an interrupted installation or
/// removal can be removed too, and nothing of others ever is.</summary>
public sealed class MeshRemovalPlanner(MeshCluster cluster)
{
    /// <summary>Finds out what a removal would do. Changes nothing.</summary>
    /// <param name="namespace">The namespace the mesh must be in; null for wherever it is.</param>
    /// <param name="force">Whether to remove it although something still uses it.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task<LifecyclePlan> PlanUninstallAsync(string? @namespace, bool force, CancellationToken cancellationToken)
    {
        var inside = OptionRules.Namespace(@namespace);
        var owned = await cluster.Client.ListAsync(RemovalStages.OwnedTypes,
            new ListFilter(LabelSelector: Ownership.SelectorOf(OwnNames.MeshPart)), cancellationToken);
        var generation = GenerationOf(owned);
        var home = Home(owned, generation);
        await RefuseAsync(inside, home, owned.Count > 0, cancellationToken);

        var remarks = new List<string>();
        var users = await FindUsersAsync(cancellationToken);
        if (users.Count > 0)
        {
            var names = string.Join(", ", users);
            remarks.Add(force
                ? $"These still use the mesh and lose their wires: {names}."
                : throw cluster.Error(NsmErrors.StillInUse, $"The mesh is still used by {names}.", users[0]));
        }

        JsonObject[] definitions = [.. owned.Where(item => item.Kind() == KnownTypes.CustomResourceDefinitions.Kind)];
        var resources = await cluster.Client.ListAsync(definitions.Select(item => DefinedTypes.Of(item).First()), ListFilter.All,
            cancellationToken);
        bool IsHandMade(JsonObject item) =>
            GroupOf(item) == SpireTypes.Group ? !Ownership.IsOurs(item) : GenerationRules.For(generation).IsHandMade(item, home);
        var kept = KeepGroups(resources.Where(IsHandMade), force, remarks);
        var keptNamespaces = await HoldOthersAsync(owned.Where(item => item.Kind() == "Namespace").Select(item => item.Name()), remarks,
            cancellationToken);
        PlannedObject[] objects =
        [
            .. owned.Where(item => !(definitions.Contains(item) && kept.Contains(item.Text("spec", "group")!))
                && !(item.Kind() == "Namespace" && keptNamespaces.Contains(item.Name())))
                .Concat(resources.Where(item => !kept.Contains(GroupOf(item)) || !IsHandMade(item)))
                .DistinctBy(item => item.Key())
                .Select(item => PlannedObject.Deletion(RemovalStages.Of(item), item))
                .OrderBy(item => RemovalStages.Order(item.Stage)),
        ];
        return LifecyclePlan.Of(cluster, home is null ? "Uninstall NSM" : $"Uninstall NSM from {home}", objects, RemoveAsync)
            .With(remarks) with
        { Namespace = home ?? "", Generation = generation };
    }

    private static async Task<LifecycleEvent.Completed> RemoveAsync(LifecyclePlan plan, Operation operation,
        CancellationToken cancellationToken)
    {
        if (plan.Objects.Count == 0)
        {
            return operation.Complete($"There is nothing of NSM to remove on {operation.Cluster.Name}", null);
        }

        await RelaxAsync(plan, operation, cancellationToken);
        await new Removal(operation).RunAsync(plan.Objects, RemovalStages.Order,
            (stage, percent) => operation.Step($"Removing {stage}", percent), cancellationToken);
        operation.Warn(plan.Summary.Remarks);
        var how = operation.Run.Wait ? "is removed" : "is being removed";
        return operation.Complete($"NSM {how} from {operation.Cluster.Name}; each node keeps "
            + $"{string.Join(", ", plan.Generation.NodeFolders)}, which a new installation takes over", null);
    }

    /// <summary>The webhook's pod and service go too, so a configuration whose deletion is delayed must not refuse pods
    /// meanwhile.</summary>
    private static Task RelaxAsync(LifecyclePlan plan, Operation operation, CancellationToken cancellationToken) =>
        Task.WhenAll(plan.Objects.Select(item => item.Live).OfType<JsonObject>().Where(WebhookPolicy.Blocks).Select(async live =>
        {
            try
            {
                await operation.Client.ApplyAsync(WebhookPolicy.RelaxLive(live), force: true, dryRun: false, cancellationToken);
            }
            catch (NsmException exception) when (exception.Error == NsmErrors.AccessDenied || exception.Error == NsmErrors.ApiRequestFailed)
            {
                // A user who may delete but not change it still deletes it.
                operation.Warn($"{live.Key()} is deleted without being set to {WebhookPolicy.Ignore} before: {exception.Message}");
            }
        }));

    private async Task RefuseAsync(string? wanted, string? home, bool anything, CancellationToken cancellationToken)
    {
        if (wanted is not null && home is not null && wanted != home)
        {
            throw cluster.Error(NsmErrors.MeshConflict, $"NSM is in namespace '{home}', not in '{wanted}'.", home);
        }

        if (!anything && await cluster.FindMeshAsync(cancellationToken) is { Namespace: var foreign })
        {
            throw cluster.Error(NsmErrors.ObjectNotOwned, $"NSM in namespace '{foreign}' was not installed by NsmPS.", foreign,
                "Remove it with the tool that installed it, or adopt it first with Install-NsmMesh -Force.");
        }
    }

    private async Task<IReadOnlyList<string>> FindUsersAsync(CancellationToken cancellationToken)
    {
        var deployments = await cluster.Client.ListAsync(KnownTypes.Deployments, ListFilter.All, cancellationToken);
        return [.. MeshUsers.Of(deployments).Select(item => item.Key().ToString())];
    }

    /// <summary>SPIRE has a namespace of its own; where the mesh is, the other objects are.</summary>
    private static string? Home(IReadOnlyList<JsonObject> owned, Generation generation)
    {
        bool IsHome(string? name) => name is not null && !(generation.UsesSpire && name == SpireNames.Namespace);
        return owned.Select(item => item.Namespace()).FirstOrDefault(IsHome)
            ?? owned.Where(item => item.Kind() == "Namespace").Select(item => item.Name()).FirstOrDefault(IsHome);
    }

    /// <summary>The generation that objects are of; after an interrupted removal any of them may be missing.</summary>
    private static Generation GenerationOf(IReadOnlyList<JsonObject> owned) => owned.Any(IsOfV1) ? Generation.V1 : Generation.V02;

    private static bool IsOfV1(JsonObject item) =>
        item.Name() == SpireNames.Namespace || item.Namespace() == SpireNames.Namespace
        || Generation.V1.WebhookConfiguration == item.Name() || Generation.V1.OtherWorkloads.Contains(item.Name())
        || Generation.OfManager(item) == Generation.V1
        || (item.Kind() == KnownTypes.CustomResourceDefinitions.Kind
            && item.Items("spec", "versions").Any(version => version.Text("name") == Generation.V1.ResourceVersion));

    private static string GroupOf(JsonObject resource) => (resource.Text("apiVersion") ?? "").Split('/')[0];

    /// <summary>The groups whose definitions stay, because people have written objects of them.</summary>
    private static HashSet<string> KeepGroups(IEnumerable<JsonObject> handMade, bool force, List<string> remarks)
    {
        JsonObject[] found = [.. handMade];
        if (found.Length == 0 || force)
        {
            return [];
        }

        remarks.Add("The custom resource definitions stay, because these were not made by NSM itself: "
            + $"{string.Join(", ", found.Select(item => item.Key()))}. -Force removes them too.");
        return [.. found.Select(GroupOf)];
    }

    /// <summary>A namespace that we made is removed only when nothing of others would go with it.</summary>
    private async Task<HashSet<string>> HoldOthersAsync(IEnumerable<string> namespaces, List<string> remarks,
        CancellationToken cancellationToken)
    {
        var kept = new HashSet<string>();
        foreach (var name in namespaces)
        {
            string[] others = [.. (await Guests.InAsync(cluster.Client, name, [], cancellationToken))
                .Where(item => !Ownership.IsOurs(item)).Select(item => item.Key().ToString())];
            if (others.Length > 0)
            {
                kept.Add(name);
                remarks.Add($"Namespace {name} stays, because it holds objects of others: {string.Join(", ", others)}.");
            }
        }

        return kept;
    }
}
