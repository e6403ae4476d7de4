using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Mesh;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;
using NsmPS.Samples;

namespace NsmPS.Checks.Repair;

/// <summary>Plans to recreate a sample as large as it is.</summary>
internal sealed class SampleRenewal(MeshCluster cluster, CheckFacts facts)
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";

    /// <summary>The sample's Deployments on the cluster; none when somebody else has made one of them.</summary>
    public IReadOnlyList<JsonObject> DeploymentsOf(SampleApp sample)
    {
        JsonObject[] there =
            [.. ((JsonObject?[])[facts.DeploymentOf(sample, sample.File.Client.Deployment),
                facts.DeploymentOf(sample, sample.File.Endpoint.Deployment)]).OfType<JsonObject>()];
        return there.All(item => Ownership.IsPartOf(item, sample.Info.Name)) ? there : [];
    }

    /// <summary>Plans it.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="mesh">The mesh it is in.</param>
    /// <param name="extent">How much of it is recreated. Where it is not as it was planned, single clients become all of them.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task<LifecyclePlan> PlanAsync(SampleApp sample, MeshFacts mesh, RenewalExtent extent, CancellationToken cancellationToken)
    {
        var live = DeploymentsOf(sample).ToDictionary(item => item.Name());
        var (registry, tag) = mesh.Images;
        var renderer = new SampleRenderer(cluster.Catalog, Options(sample, live), mesh.Generation);
        var home = live.Values.Select(item => item.Namespace()).FirstOrDefault() ?? renderer.Home(mesh.Namespace);
        var set = renderer.Render(home, mesh.Inventory?.Options.Version ?? tag, registry, tag);
        var planned = await new Planner(cluster).PlanAsync(set, new PlanPolicy(Force: true, ReplaceWorkloads: true), cancellationToken);
        if (extent == RenewalExtent.BrokenClients && planned.All(item => item.Action == NsmPlanAction.Unchanged))
        {
            return Plan(planned);
        }

        var made = extent == RenewalExtent.Everything
            || planned.Any(item => item.Stage == StageNames.Endpoints && item.Action != NsmPlanAction.Unchanged);
        PlannedObject[] objects = [.. planned.Select(item =>
            item is { Action: NsmPlanAction.Unchanged, Key.Kind: "Deployment" } && (item.Stage == StageNames.Clients || made)
                ? item with { Action = NsmPlanAction.Replace, Note = "its wires are dead, or end with this repair" }
                : item)];
        return Plan(objects);

        LifecyclePlan Plan(IReadOnlyList<PlannedObject> wanted) => LifecyclePlan.Of(cluster, $"Recreate sample {sample.Info.Name}", wanted,
            (plan, operation, token) => new SampleCreator(plan, operation).RunAsync(token)) with
        {
            Namespace = home,
            Generation = mesh.Generation,
            Sample = sample,
        };
    }

    private static NsmSampleAppOptions Options(SampleApp sample, Dictionary<string, JsonObject> live)
    {
        var endpoints = live.GetValueOrDefault(sample.File.Endpoint.Deployment);
        var preferred = endpoints is not null
            && !endpoints.Items("spec", "template", "spec", "affinity", "podAntiAffinity", Required).Any();
        return new NsmSampleAppOptions
        {
            Name = sample.Info.Name,
            ClientReplicas = Replicas(live.GetValueOrDefault(sample.File.Client.Deployment)),
            EndpointReplicas = Replicas(endpoints),
            ImagePullSecrets = [.. live.Values.SelectMany(PodSettings.PullSecretsOf).Distinct()],
            Spread = preferred ? NsmSpread.Preferred : NsmSpread.Required,
        };
    }

    /// <summary>One that somebody has scaled to nothing gets the sample's own number.</summary>
    private static int? Replicas(JsonObject? deployment) => deployment.Number("spec", "replicas") is > 0 and var replicas
        ? (int)replicas
        : null;
}
