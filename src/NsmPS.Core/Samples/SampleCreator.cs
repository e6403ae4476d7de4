using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Mesh.Installation;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Operations;

namespace NsmPS.Samples;

/// <summary>Carries out the plan of a sample: endpoints first, clients only when they can get their wires.</summary>
internal sealed class SampleCreator(LifecyclePlan plan, Operation operation)
{
    private static readonly string[] s_pods = [StageNames.Endpoints, StageNames.Clients];

    private SampleFile Sample => plan.Sample!.File;

    public async Task<LifecycleEvent.Completed> RunAsync(CancellationToken cancellationToken)
    {
        operation.Warn(plan.NotAsked);
        await ReplaceAsync(plan, operation, cancellationToken);
        foreach (var stage in plan.Objects.Select(item => item.Stage).Distinct().Where(stage => !s_pods.Contains(stage)))
        {
            await operation.ApplyAsync(plan.Stage(stage), cancellationToken);
        }

        operation.Step("Creating endpoints", 10);
        await operation.ApplyAsync(plan.Stage(StageNames.Endpoints), cancellationToken);
        operation.Step("Waiting until the endpoints are registered", 20);
        await WaitAsync(view => EndpointRules.Evaluate(view, Deployments(StageNames.Endpoints), Sample, plan.Generation,
            operation.Cluster.Now), cancellationToken);

        foreach (var deployment in plan.Stage(StageNames.Clients)
            .Where(item => item.Action != NsmPlanAction.Unchanged && InjectionRules.IsWanted(item.Manifest)))
        {
            operation.Step("Proving that the clients will be injected", 50);
            await InjectionProof.WaitAsync(operation, deployment.Manifest, cancellationToken);
        }

        await CreateClientsAsync(cancellationToken);
        if (operation.Run.Wait)
        {
            operation.Step("Waiting until every client has its wire", 70);
            await WaitForWiresAsync(cancellationToken);
        }

        var app = (await new SampleReader(operation.Cluster.Again()).ReadAsync(plan.Sample!, plan.Namespace, cancellationToken))!;
        var cluster = operation.Cluster.Name;
        return operation.Run.Wait && app.State != NsmState.Ready
            ? throw operation.Cluster.Error(app.State == NsmState.NotInjected ? NsmErrors.ClientNotInjected : NsmErrors.WireMissing,
                $"Sample {app.Name}: {app.Message}.", app.Name)
            : operation.Complete($"Sample {app.Name} in {app.Namespace} on {cluster}: {app.ClientsWired} of {app.Clients} clients "
                + "have their wire", app);
    }

    /// <summary>Creates no more clients at once than forwarders can take, where the operation waits for wires anyway.</summary>
    private async Task CreateClientsAsync(CancellationToken cancellationToken)
    {
        operation.Step("Creating clients", 60);
        var deployment = plan.Stage(StageNames.Clients)
            .FirstOrDefault(item => item is { Action: not NsmPlanAction.Unchanged, Key.Kind: "Deployment" });
        var all = (int)(deployment?.Manifest.Number("spec", "replicas") ?? 0);
        var steps = await StepsAsync(all, cancellationToken);
        await operation.ApplyAsync(plan.Stage(StageNames.Clients).Select(item => item == deployment ? Reduced(item, steps[0]) : item),
            cancellationToken);
        foreach (var (before, next) in steps.Zip(steps.Skip(1)))
        {
            operation.Step($"Creating clients, {before} of {all}", 60);
            await WaitForWiresAsync(cancellationToken);
            await operation.Client.ApplyAsync(Reduced(deployment!, next).Manifest, operation.Run.Force, dryRun: false, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<int>> StepsAsync(int clients, CancellationToken cancellationToken)
    {
        if (plan.Generation.Heals || !operation.Run.Wait || clients <= ClientSteps.OfANode)
        {
            return [clients];
        }

        var nodes = await operation.Client.ListAsync(KnownTypes.Nodes, ListFilter.All, cancellationToken);
        return ClientSteps.Of(clients, NodeRules.Schedulable(nodes).Count(GenerationRules.For(plan.Generation).TakesWires));
    }

    private static PlannedObject Reduced(PlannedObject deployment, int replicas)
    {
        var manifest = deployment.Manifest.Clone();
        manifest.Ensure("spec")["replicas"] = replicas;
        return deployment with { Manifest = manifest };
    }

    private Task WaitForWiresAsync(CancellationToken cancellationToken) =>
        WaitAsync(view => ClientRules.Evaluate(view, Deployments(StageNames.Clients)), cancellationToken);

    /// <summary>The webhook acts on creation only, and a rolling update of anti-affine endpoints never
    /// ends: so a change deletes first, clients before endpoints.</summary>
    public static async Task ReplaceAsync(LifecyclePlan plan, Operation operation, CancellationToken cancellationToken)
    {
        PlannedObject[] leaving =
            [.. plan.Objects.Where(item => item.Live is not null && (item.Action == NsmPlanAction.Replace || item.Live.IsTerminating()))];
        if (leaving.Length == 0)
        {
            return;
        }

        operation.Step("Removing what must be recreated", 0);
        await RemoveAsync(operation, leaving, cancellationToken);
    }

    /// <summary>Removes objects of a sample and waits until nothing of them runs, whatever the operation does elsewhere.</summary>
    public static Task RemoveAsync(Operation operation, IEnumerable<PlannedObject> objects, CancellationToken cancellationToken) =>
        new Removal(operation.With(operation.Run with { Wait = true }))
            .RunAsync(objects, SampleRemovalPlanner.Order, (_, _) => { }, cancellationToken, podsMayLinger: true);

    private Task WaitAsync(Func<ClusterView, IReadOnlyList<WaitItem>> rule, CancellationToken cancellationToken) =>
        operation.WaitAsync([.. WorkloadRules.WatchedIn(plan.Namespace), new Watched(plan.Generation.Endpoints, ListFilter.All)], rule,
            cancellationToken);

    private IReadOnlyList<ObjectKey> Deployments(string stage) =>
        [.. plan.Stage(stage).Select(item => item.Key).Where(key => key.Kind == "Deployment")];
}
