using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Injection;

namespace NsmPS.Operations;

/// <summary>Finds out what applying a set of manifests would do. It changes nothing.</summary>
internal sealed class Planner(MeshCluster cluster)
{
    private const int AtOnce = 32;

    /// <summary>What admission looks up when an object of a kind is created; a dry run
    /// cannot find it while it is only being created.</summary>
    private static readonly Dictionary<string, string[]> s_prerequisites = new(StringComparer.Ordinal)
    {
        ["Pod"] = ["ServiceAccount", "PriorityClass", "RuntimeClass"],
        ["RoleBinding"] = ["Role", "ClusterRole"],
        ["ClusterRoleBinding"] = ["ClusterRole"],
    };

    /// <summary>Plans many objects at once: each costs one or two round trips.</summary>
    public async Task<IReadOnlyList<PlannedObject>> PlanAsync(ManifestSet set, PlanPolicy policy, CancellationToken cancellationToken)
    {
        var context = new Context(policy, await ExistingNamespacesAsync(set, cancellationToken), [.. DefinedTypes.In(set.Objects).Keys],
            [.. set.Objects.Select(item => item.Kind())]);
        using var gate = new SemaphoreSlim(AtOnce);
        var objects = set.Stages.SelectMany(stage => stage.Objects, (stage, manifest) => (stage.Name, manifest));
        return await Task.WhenAll(objects.Select(async entry =>
        {
            await gate.WaitAsync(cancellationToken);
            try
            {
                return await PlanAsync(entry.Name, entry.manifest, context, cancellationToken);
            }
            finally
            {
                gate.Release();
            }
        }));
    }

    private async Task<HashSet<string>> ExistingNamespacesAsync(ManifestSet set, CancellationToken cancellationToken)
    {
        var names = set.Objects.Select(item => item.Namespace()).OfType<string>().Distinct();
        var found = await Task.WhenAll(names.Select(name => cluster.GetAsync(KnownTypes.Namespaces.Key(null, name), cancellationToken)));
        return [.. found.OfType<JsonObject>().Where(item => !item.IsTerminating()).Select(item => item.Name())];
    }

    private async Task<PlannedObject> PlanAsync(string stage, JsonObject manifest, Context context, CancellationToken cancellationToken)
    {
        var policy = context.Policy;
        var live = await cluster.GetAsync(manifest.Key(), cancellationToken);
        if (live is not null && live.IsTerminating())
        {
            return new PlannedObject(stage, NsmPlanAction.Create, manifest, live, ServerValidated: false, "after the old one is gone");
        }

        if (live is not null && !policy.Owner.Owns(live))
        {
            if (live.Kind() == "Namespace")
            {
                return new PlannedObject(stage, NsmPlanAction.Unchanged, manifest, live, ServerValidated: true,
                    "exists already; it is used and never removed");
            }

            if (!policy.Force || !policy.Owner.MayTake(live))
            {
                throw policy.Owner.Refuse(live, cluster.Name);
            }
        }

        if (live is not null && policy.ReplaceWorkloads && manifest.Kind() is "Deployment" or "Pod")
        {
            return PlanReplacement(stage, manifest, live);
        }

        if ((manifest.Namespace() is { } name && !context.Namespaces.Contains(name))
            || await IsOnlyBeingDefinedAsync(manifest, context, cancellationToken))
        {
            return new PlannedObject(stage, NsmPlanAction.Create, manifest, null, ServerValidated: false);
        }

        if (live is null)
        {
            return await PlanCreationAsync(stage, manifest, context, cancellationToken);
        }

        var retaken = policy.Retakes(manifest, live);
        try
        {
            return PlanChange(stage, manifest, live,
                await cluster.Client.ApplyAsync(manifest, policy.Force || retaken, dryRun: true, cancellationToken)) with
            { Retaken = retaken };
        }
        catch (NsmException exception) when (WebhookFailures.Is(exception) || WebhookFailures.WithoutDryRun(exception) is not null)
        {
            return PlanUnasked(stage, manifest, live) with { Retaken = retaken, Unasked = WebhookFailures.WithoutDryRun(exception) };
        }
        catch (NsmException exception) when (policy.Force && ServicePorts.HaveMoved(exception))
        {
            return new PlannedObject(stage, NsmPlanAction.Replace, manifest, live, ServerValidated: false, ServicePorts.Note);
        }
    }

    private async Task<bool> IsOnlyBeingDefinedAsync(JsonObject manifest, Context context, CancellationToken cancellationToken)
    {
        var key = manifest.Key();
        return context.Defined.Contains((key.ApiVersion, key.Kind))
            && await cluster.Client.FindTypeAnewAsync(key.ApiVersion, key.Kind, cancellationToken) is null;
    }

    private async Task<PlannedObject> PlanCreationAsync(string stage, JsonObject manifest, Context context,
        CancellationToken cancellationToken)
    {
        var validated = true;
        string? unasked = null;
        try
        {
            await cluster.Client.ApplyAsync(manifest, context.Policy.Force, dryRun: true, cancellationToken);
        }
        catch (NsmException exception) when (WebhookFailures.WithoutDryRun(exception) is not null)
        {
            (validated, unasked) = (false, WebhookFailures.WithoutDryRun(exception));
        }
        catch (NsmException exception) when (WebhookFailures.Is(exception)
            || (IsForWantOf(manifest, context)
                && (exception.Error == NsmErrors.AccessDenied || exception.Error == NsmErrors.ApiRequestFailed)))
        {
            validated = false;
        }

        return new PlannedObject(stage, NsmPlanAction.Create, manifest, null, validated) { Unasked = unasked };
    }

    private static bool IsForWantOf(JsonObject manifest, Context context) =>
        s_prerequisites.GetValueOrDefault(manifest.Kind(), []).Any(context.Kinds.Contains);

    private static PlannedObject PlanChange(string stage, JsonObject manifest, JsonObject live, JsonObject wanted)
    {
        var drift = Drift.Between(live, wanted);
        return new PlannedObject(stage, drift.Count == 0 ? NsmPlanAction.Unchanged : NsmPlanAction.Update, manifest, live,
            ServerValidated: true, Drift.Describe(drift))
        { Changes = drift };
    }

    /// <summary>A webhook that must be asked does not answer now; when its server is a part of
    /// the mesh, it does by the time the object's turn comes.</summary>
    private static PlannedObject PlanUnasked(string stage, JsonObject manifest, JsonObject live)
    {
        var missing = Drift.Missing(manifest, live);
        return new PlannedObject(stage, missing.Count == 0 ? NsmPlanAction.Unchanged : NsmPlanAction.Update, manifest, live,
            ServerValidated: false, Drift.Describe(missing))
        { Changes = missing };
    }

    private static PlannedObject PlanReplacement(string stage, JsonObject manifest, JsonObject live)
    {
        var drift = Drift.Missing(manifest, live);
        var uninjected = InjectionRules.IsWanted(manifest) && !InjectionRules.IsDone(live);
        var note = uninjected ? "it was created without injection" : Drift.Describe(drift);
        return new PlannedObject(stage, drift.Count > 0
            || uninjected ? NsmPlanAction.Replace : NsmPlanAction.Unchanged, manifest, live, ServerValidated: true, note);
    }

    /// <summary>What planning one object needs to know about all objects.</summary>
    private sealed record Context(PlanPolicy Policy, HashSet<string> Namespaces, HashSet<(string ApiVersion, string Kind)> Defined,
        HashSet<string> Kinds);
}
