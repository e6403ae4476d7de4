using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Mesh;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Samples;

/// <summary>Plans the creation of a sample application, and refuses where it could not work.</summary>
public sealed class SamplePlanner(MeshCluster cluster)
{
    private const string SystemNamespace = "kube-system";

    /// <summary>Checks the options against the cluster and finds out what creating the sample would do: it is done when every client has
    /// its wire. Changes nothing.</summary>
    /// <exception cref="NsmException">The mesh is not there or not ready, the namespace is not the
    /// mesh's, nodes are too few, or an option breaks a rule.</exception>
    public async Task<LifecyclePlan> PlanCreateAsync(NsmSampleAppOptions options, bool force, CancellationToken cancellationToken)
    {
        // Refuses what can be refused without asking a cluster.
        var renderer = new SampleRenderer(cluster.Catalog, options);
        var facts = await new MeshReader(cluster).RequireAsync(proveInjection: true, cancellationToken);
        renderer = new SampleRenderer(cluster.Catalog, options, facts.Generation);
        Check(renderer, facts);
        var home = renderer.Home(facts.Namespace);

        var remark = await CheckRoomAsync(renderer, facts, home, cancellationToken);
        var (registry, tag) = facts.Images;
        var release = facts.Inventory?.Options.Version ?? tag;
        var set = renderer.Render(home, release, registry, tag);
        await new PullSecretCheck(cluster).RequireAsync(renderer.Options.ImagePullSecrets, set, cancellationToken);
        var objects = await new Planner(cluster).PlanAsync(set, new PlanPolicy(force, ReplaceWorkloads: true), cancellationToken);
        objects = WithClientsAfterEndpoints(objects);
        var plan = LifecyclePlan.Of(cluster, $"Create sample {renderer.Sample.Info.Name} in {home} with {renderer.Options.ClientReplicas} "
            + $"clients and {renderer.Options.EndpointReplicas} endpoints", objects,
            (plan, operation, token) => new SampleCreator(plan, operation).RunAsync(token));
        return (plan with
        {
            Summary = plan.Summary with { SampleApp = renderer.Options },
            Namespace = home,
            Generation = facts.Generation,
            Sample = renderer.Sample,
        }).With(remark.Length == 0 ? [] : [remark]);
    }

    private void Check(SampleRenderer renderer, MeshFacts facts)
    {
        var mesh = facts.Describe(cluster);
        if (renderer.Sample.Generation != facts.Generation
            || (facts.Inventory is { } inventory && !renderer.Sample.Info.Releases.Contains(inventory.Options.Version)))
        {
            throw cluster.Error(NsmErrors.SampleUnknown, $"Sample '{renderer.Sample.Info.Name}' does not fit release {mesh.Version}.",
                renderer.Sample.Info.Name);
        }

        CheckNamespace(renderer, facts);

        if (renderer.Sample.File.ForwardingPlane is { } plane && plane != facts.ForwardingPlane)
        {
            throw cluster.Error(NsmErrors.ForwardingPlaneUnsuited,
                $"Sample '{renderer.Sample.Info.Name}' needs the forwarding plane {plane}; the mesh in '{facts.Namespace}' has "
                    + $"{facts.ForwardingPlane}.", renderer.Sample.Info.Name);
        }

        if (mesh.State != NsmState.Ready)
        {
            throw cluster.Error(NsmErrors.MeshNotReady, $"The mesh in '{facts.Namespace}' is not ready: {mesh.Message}.", facts.Namespace);
        }

        var nodes = NodeRules.Schedulable(facts.Nodes).Count(facts.Rules.TakesWires);
        if (renderer.Options.Spread == NsmSpread.Required && nodes < renderer.Options.EndpointReplicas)
        {
            throw cluster.Error(NsmErrors.NodesTooFew,
                $"{renderer.Options.EndpointReplicas} endpoints on nodes of their own need as many nodes; {nodes} can take an endpoint.",
                renderer.Sample.Info.Name);
        }
    }

    /// <summary>Refuses more clients than can get addresses or places: minutes later they would only be pods that wait.</summary>
    /// <returns>How many there can be, in words; empty where nothing tells.</returns>
    private async Task<string> CheckRoomAsync(SampleRenderer renderer, MeshFacts facts, string home,
        CancellationToken cancellationToken)
    {
        var (sample, options) = (renderer.Sample, renderer.Options);
        var (clients, endpoints) = (options.ClientReplicas!.Value, options.EndpointReplicas!.Value);
        JsonObject[] nodes = [.. NodeRules.Schedulable(facts.Nodes).Where(facts.Rules.TakesWires)];
        var known = SampleCapacity.OfAnEndpoint(sample);
        if (known is { } each && each * endpoints is var served && clients > served)
        {
            var needed = (clients + each - 1) / each;
            var spread = options.Spread == NsmSpread.Required && needed > nodes.Length ? $" -Spread {NsmSpread.Preferred}" : "";
            throw TooMany($"{endpoints} endpoints have addresses for {served} clients, {each} each; {clients} are wanted.",
                $"At most -ClientReplicas {served}, or -EndpointReplicas {needed}{spread}.");
        }

        var places = await PlacesAsync(sample, nodes, home, cancellationToken).OrIfDeniedAsync(_ => null);
        if (places < clients + endpoints && nodes.Length == 0)
        {
            throw TooMany("No node takes pods with wires: each is cordoned, tainted, not ready, or without sockets of NSM.",
                "Uncordon a node, or mend what kubectl describe node says of one.");
        }

        if (places < clients + endpoints)
        {
            var most = Math.Max(0, places.Value - endpoints);
            throw TooMany($"{clients} clients and {endpoints} endpoints are {clients + endpoints} pods; the {nodes.Length} nodes that take "
                + $"them have room for {places}, by their allocatable pods.",
                $"{(most > 0 ? $"At most -ClientReplicas {most}" : "Remove pods")}, or add nodes, or let their kubelets take more pods.");
        }

        string[] parts = [known is null ? "" : $"its endpoints have addresses for {known * endpoints} clients",
            places is null ? "" : $"the nodes have room for {places} pods"];
        var text = string.Join(", ", parts.Where(part => part.Length > 0));
        return text.Length == 0 ? "" : $"{char.ToUpperInvariant(text[0])}{text[1..]}.";

        NsmException TooMany(string text, string remedy) => cluster.Error(NsmErrors.ClientsTooMany, text, sample.Info.Name, remedy);
    }

    /// <summary>How many pods the nodes take when the sample's own are not counted; null where nothing tells.</summary>
    private async Task<long?> PlacesAsync(SampleApp sample, JsonObject[] nodes, string home, CancellationToken cancellationToken)
    {
        var pods = await cluster.ListAsync(KnownTypes.Pods, ListFilter.All, cancellationToken);
        var own = sample.EndpointDeployments.Append(sample.File.Client.Deployment)
            .Select(name => sample.Manifests.Find(KnownTypes.Deployments.Kind, name)).OfType<JsonObject>().SelectMany(manifest =>
            {
                var copy = manifest.Clone();
                copy.Ensure("metadata")["namespace"] = home;
                return WorkloadRules.PodsOf(copy, pods);
            }).ToHashSet();
        return SampleCapacity.OfNodes(nodes, pods.Where(pod => !own.Contains(pod)));
    }

    /// <summary>Samples of NSM v0.2 run under accounts of the mesh's namespace; NSM v1
    /// injects nothing there, and nothing into SPIRE's.</summary>
    private void CheckNamespace(SampleRenderer renderer, MeshFacts facts)
    {
        if (renderer.Options.Namespace is not { } wanted)
        {
            return;
        }

        var fits = renderer.Sample.File.Namespace is null
            ? wanted == facts.Namespace
            : !facts.Rules.Namespaces(facts.Namespace).Append(SystemNamespace).Contains(wanted);
        var reason = renderer.Sample.File.Namespace is { } own
            ? $"NSM injects no clients in namespace '{wanted}'; the sample's own is '{own}'."
            : $"The mesh is in namespace '{facts.Namespace}'; its samples cannot run in '{wanted}'.";
        if (!fits)
        {
            throw cluster.Error(NsmErrors.SampleNamespaceMismatch, reason, wanted);
        }
    }

    /// <summary>New endpoints leave the wires of old clients dead, so clients are recreated with them.</summary>
    internal static IReadOnlyList<PlannedObject> WithClientsAfterEndpoints(IReadOnlyList<PlannedObject> objects) =>
        objects.All(item => item.Stage != StageNames.Endpoints || item.Action == NsmPlanAction.Unchanged)
            ? objects
            : [.. objects.Select(item => item.Stage == StageNames.Clients
                && item is { Action: NsmPlanAction.Unchanged, Key.Kind: "Deployment" or "Pod" }
                ? item with { Action = NsmPlanAction.Replace, Note = "its endpoints are recreated" }
                : item)];
}
