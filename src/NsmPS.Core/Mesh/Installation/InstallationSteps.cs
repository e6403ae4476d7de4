using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Operations;

namespace NsmPS.Mesh.Installation;

/// <summary>The steps of an installation that differ from generation to generation.</summary>
internal abstract class InstallationSteps(ClusterClient client, LifecyclePlan plan, RunOptions run, Operation operation)
{
    private protected ClusterClient Client => client;

    private protected LifecyclePlan Plan => plan;

    private protected RunOptions Run => run;

    private protected Operation Operation => operation;

    private protected GenerationRules Rules => GenerationRules.For(plan.Generation);

    public static InstallationSteps For(ClusterClient client, LifecyclePlan plan, RunOptions run, Operation operation) =>
        plan.Generation.UsesSpire ? new V1Steps(client, plan, run, operation) : new V02Steps(client, plan, run, operation);

    /// <summary>Before anything is changed.</summary>
    public virtual Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>When definitions, accounts and configuration are there, before the workloads.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Applies the webhook's configuration when its pod serves, and proves by a dry run that it injects.</summary>
    public virtual async Task AdmitAsync(CancellationToken cancellationToken)
    {
        ObjectKey[] webhook = [.. plan.Stage(StageNames.Workloads).Select(item => item.Key).Where(key => key.Kind == "Deployment" && key.Name == plan.Generation.WebhookDeployment)];
        await WaitAsync(plan.Namespace, webhook, _ => { }, cancellationToken);
        await AdmitUnprovenAsync(cancellationToken);
        operation.Step("Proving that clients are injected", 70);
        await new InjectionProof(client).WaitAsync(Rules.Probe(plan.Namespace), operation.Limits, cancellationToken);
    }

    /// <summary>Applies the webhook's configuration where nobody waits for its pod: then it gains nothing by coming later.</summary>
    public virtual Task AdmitUnprovenAsync(CancellationToken cancellationToken) => ApplyAsync(plan.Stage(StageNames.Admission).Where(item => !item.Retaken), cancellationToken);

    private protected Task ApplyAsync(IEnumerable<PlannedObject> objects, CancellationToken cancellationToken) =>
        new Applier(client).ApplyAsync(objects, run.Force, operation.Done, cancellationToken);

    private protected Task WaitAsync(string @namespace, IReadOnlyList<ObjectKey> workloads, Action<WaitItem> report, CancellationToken cancellationToken) => new Waiter(client).WaitAsync(
        [.. WorkloadRules.WatchedIn(@namespace), .. Rules.MoreWorkloads.Select(type => new Watched(type, new ListFilter(@namespace)))],
        view => [.. WorkloadRules.Evaluate(view, workloads)], operation.Limits, report, cancellationToken);
}
