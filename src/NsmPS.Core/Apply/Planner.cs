using System.Text.Json.Nodes;
using NsmPS.Cluster;
using NsmPS.Manifests;

namespace NsmPS.Apply;

/// <summary>Finds out what applying a set of manifests would do. It changes nothing.</summary>
internal sealed class Planner(ClusterClient client)
{
    /// <summary>Plans every object at once: each costs one round trip.</summary>
    public async Task<IReadOnlyList<PlannedObject>> PlanAsync(ManifestSet set, PlanPolicy policy, CancellationToken cancellationToken)
    {
        var namespaces = await ExistingNamespacesAsync(set, cancellationToken);
        var objects = set.Stages.SelectMany(stage => stage.Objects, (stage, manifest) => (stage.Name, manifest));
        return await Task.WhenAll(objects.Select(entry => PlanAsync(entry.Name, entry.manifest, namespaces, policy, cancellationToken)));
    }

    private async Task<HashSet<string>> ExistingNamespacesAsync(ManifestSet set, CancellationToken cancellationToken)
    {
        var names = set.Objects.Select(item => item.Namespace()).OfType<string>().Distinct();
        var found = await Task.WhenAll(names.Select(name => client.GetAsync(new ObjectKey("v1", "Namespace", null, name), cancellationToken)));
        return [.. found.OfType<JsonObject>().Where(item => !item.IsTerminating()).Select(item => item.Name())];
    }

    private async Task<PlannedObject> PlanAsync(string stage, JsonObject manifest, HashSet<string> namespaces, PlanPolicy policy, CancellationToken cancellationToken)
    {
        var live = await client.GetAsync(manifest.Key(), cancellationToken);
        if (live is not null && live.IsTerminating())
        {
            return new PlannedObject(stage, NsmPlanAction.Create, manifest, live, ServerValidated: false, "after the old one is gone");
        }

        if (live is not null && !Ownership.IsOurs(live))
        {
            if (live.Kind() == "Namespace")
            {
                return new PlannedObject(stage, NsmPlanAction.Unchanged, manifest, live, ServerValidated: true, "exists already; it is used and never removed");
            }

            if (!policy.Force)
            {
                throw Ownership.Refuse(live, client.Name);
            }
        }

        if (live is not null && policy.ReplaceWorkloads && manifest.Kind() == "Deployment")
        {
            return PlanReplacement(stage, manifest, live);
        }

        if (manifest.Namespace() is { } name && !namespaces.Contains(name))
        {
            return new PlannedObject(stage, NsmPlanAction.Create, manifest, null, ServerValidated: false);
        }

        var wanted = await client.ApplyAsync(manifest, policy.Force, dryRun: true, cancellationToken);
        if (live is null)
        {
            return new PlannedObject(stage, NsmPlanAction.Create, manifest, null, ServerValidated: true);
        }

        var drift = Drift.Between(live, wanted);
        return new PlannedObject(stage, drift.Count == 0 ? NsmPlanAction.Unchanged : NsmPlanAction.Update, manifest, live, ServerValidated: true, Drift.Describe(drift));
    }

    private static PlannedObject PlanReplacement(string stage, JsonObject manifest, JsonObject live)
    {
        var drift = Drift.Missing(manifest, live);
        var uninjected = InjectionRules.IsWanted(manifest) && !InjectionRules.IsDone(live);
        var note = uninjected ? "it was created without injection" : Drift.Describe(drift);
        return new PlannedObject(stage, drift.Count > 0 || uninjected ? NsmPlanAction.Replace : NsmPlanAction.Unchanged, manifest, live, ServerValidated: true, note);
    }
}
