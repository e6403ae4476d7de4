using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Mesh;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Samples;

/// <summary>Plans the creation of a sample application, and refuses where it could not work.</summary>
internal sealed class SamplePlanner(ClusterClient client, Catalog catalog)
{
    private const string SystemNamespace = "kube-system";

    public async Task<LifecyclePlan> PlanAsync(NsmSampleAppOptions options, bool force, CancellationToken cancellationToken)
    {
        // What can be refused without a cluster is.
        var renderer = new SampleRenderer(catalog, options);
        var facts = await new MeshReader(client).RequireAsync(cancellationToken);
        renderer = new SampleRenderer(catalog, options, facts.Generation);
        Check(renderer, facts);
        var home = renderer.Home(facts.Namespace);

        var (registry, tag) = facts.Images;
        var release = facts.Inventory?.Options.Version ?? tag;
        var set = renderer.Render(home, release, registry, tag);
        var objects = await new Planner(client).PlanAsync(set, new PlanPolicy(force, ReplaceWorkloads: true), cancellationToken);
        objects = WithClientsAfterEndpoints(objects);
        return new LifecyclePlan
        {
            Summary = new NsmPlan
            {
                Operation = $"Create sample {renderer.Sample.Info.Name} in {home} with {renderer.Options.ClientReplicas} clients and {renderer.Options.EndpointReplicas} endpoints",
                Cluster = client.Name,
                Items = [.. objects.Select(item => item.ToItem())],
                SampleApp = renderer.Options,
                MadeAt = client.Time.GetUtcNow(),
            },
            Objects = objects,
            Namespace = home,
            Generation = facts.Generation,
            Sample = renderer.Sample,
        };
    }

    private void Check(SampleRenderer renderer, MeshFacts facts)
    {
        var mesh = facts.Describe(client.Name, client.Time.GetUtcNow());
        if (renderer.Sample.Generation != facts.Generation || (facts.Inventory is { } inventory && !renderer.Sample.Info.Releases.Contains(inventory.Options.Version)))
        {
            throw new NsmException(NsmErrors.SampleUnknown, $"Sample '{renderer.Sample.Info.Name}' does not fit release {mesh.Version}.", renderer.Sample.Info.Name) { Cluster = client.Name };
        }

        CheckNamespace(renderer, facts);

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

        var nodes = NodeRules.Schedulable(facts.Nodes).Count(facts.Rules.TakesWires);
        if (renderer.Options.Spread == NsmSpread.Required && nodes < renderer.Options.EndpointReplicas)
        {
            throw new NsmException(NsmErrors.NodesTooFew,
                $"{renderer.Options.EndpointReplicas} endpoints on nodes of their own need as many nodes; {nodes} can take an endpoint.", renderer.Sample.Info.Name)
            { Cluster = client.Name };
        }
    }

    /// <summary>Samples of NSM v0.2 run under accounts of the mesh's namespace; NSM v1 injects nothing there, and nothing into SPIRE's.</summary>
    private void CheckNamespace(SampleRenderer renderer, MeshFacts facts)
    {
        if (renderer.Options.Namespace is not { } wanted)
        {
            return;
        }

        var fits = renderer.Sample.File.Namespace is null ? wanted == facts.Namespace : !facts.Rules.Namespaces(facts.Namespace).Append(SystemNamespace).Contains(wanted);
        var reason = renderer.Sample.File.Namespace is { } own
            ? $"NSM injects no clients in namespace '{wanted}'; the sample's own is '{own}'."
            : $"The mesh is in namespace '{facts.Namespace}'; its samples cannot run in '{wanted}'.";
        if (!fits)
        {
            throw new NsmException(NsmErrors.SampleNamespaceMismatch, reason, wanted) { Cluster = client.Name };
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
