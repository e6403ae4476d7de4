using NsmPS.Apply;
using NsmPS.Cluster;
using NsmPS.Manifests;

namespace NsmPS.Lifecycle;

/// <summary>Plans the creation of a sample application, and refuses where it could not work.</summary>
internal sealed class SamplePlanner(ClusterClient client, Catalog catalog)
{
    public async Task<LifecyclePlan> PlanAsync(NsmSampleAppOptions options, bool force, CancellationToken cancellationToken)
    {
        var renderer = new SampleRenderer(catalog, options);
        var facts = await new MeshReader(client).RequireAsync(cancellationToken);
        Check(renderer, facts);

        var (registry, tag) = facts.Images;
        var release = facts.Inventory?.Options.Version ?? tag;
        var set = renderer.Render(facts.Namespace, release, registry, tag);
        var objects = await new Planner(client).PlanAsync(set, new PlanPolicy(force, ReplaceWorkloads: true), cancellationToken);
        objects = WithClientsAfterEndpoints(objects);
        return new LifecyclePlan
        {
            Summary = new NsmPlan
            {
                Operation = $"Create sample {renderer.Sample.Info.Name} in {facts.Namespace} with {renderer.Options.ClientReplicas} clients and {renderer.Options.EndpointReplicas} endpoints",
                Cluster = client.Name,
                Items = [.. objects.Select(item => item.ToItem())],
                SampleApp = renderer.Options,
                MadeAt = client.Time.GetUtcNow(),
            },
            Objects = objects,
            Namespace = facts.Namespace,
            Sample = renderer.Sample,
        };
    }

    private void Check(SampleRenderer renderer, MeshFacts facts)
    {
        if (renderer.Options.Namespace is { } wanted && wanted != facts.Namespace)
        {
            throw new NsmException(NsmErrors.SampleNamespaceMismatch, $"The mesh is in namespace '{facts.Namespace}'; its samples cannot run in '{wanted}'.", wanted) { Cluster = client.Name };
        }

        var mesh = facts.Describe(client.Name, client.Time.GetUtcNow());
        if (facts.Inventory is { } inventory && !renderer.Sample.Info.Releases.Contains(inventory.Options.Version))
        {
            throw new NsmException(NsmErrors.SampleUnknown, $"Sample '{renderer.Sample.Info.Name}' does not fit release {inventory.Options.Version}.", renderer.Sample.Info.Name) { Cluster = client.Name };
        }

        if (renderer.Sample.File.ForwardingPlane is { } plane && plane != facts.ForwardingPlane)
        {
            throw new NsmException(NsmErrors.ForwardingPlaneUnsuited,
                $"Sample '{renderer.Sample.Info.Name}' needs the forwarding plane {plane}; the mesh in '{facts.Namespace}' has {facts.ForwardingPlane}.", renderer.Sample.Info.Name)
            { Cluster = client.Name };
        }

        if (mesh.State != NsmState.Ready)
        {
            throw new NsmException(NsmErrors.MeshNotReady, $"The mesh in '{facts.Namespace}' is not ready: {mesh.Message}.", facts.Namespace) { Cluster = client.Name };
        }

        var nodes = NodeRules.Schedulable(facts.Nodes).Count();
        if (renderer.Options.Spread == NsmSpread.Required && nodes < renderer.Options.EndpointReplicas)
        {
            throw new NsmException(NsmErrors.NodesTooFew,
                $"{renderer.Options.EndpointReplicas} endpoints on nodes of their own need as many nodes; {nodes} can take an endpoint.", renderer.Sample.Info.Name)
            { Cluster = client.Name };
        }
    }

    /// <summary>New endpoints leave the wires of old clients dead, so clients are made anew with them.</summary>
    private static IReadOnlyList<PlannedObject> WithClientsAfterEndpoints(IReadOnlyList<PlannedObject> objects) =>
        objects.All(item => item.Stage != StageNames.Endpoints || item.Action == NsmPlanAction.Unchanged)
            ? objects
            : [.. objects.Select(item => item.Stage == StageNames.Clients && item is { Action: NsmPlanAction.Unchanged, Key.Kind: "Deployment" }
                ? item with { Action = NsmPlanAction.Replace, Note = "its endpoints are made anew" }
                : item)];
}
