using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Operations;

namespace NsmPS.Mesh.Installation;

/// <summary>The steps of an installation that differ from generation to generation. NSM v0.2 needs nothing before the workloads, and the
/// webhook's configuration stays as its manifest has it.</summary>
internal class InstallationSteps(LifecyclePlan plan, Operation operation)
{
    private protected LifecyclePlan Plan => plan;

    private protected Operation Operation => operation;

    private protected GenerationRules Rules => GenerationRules.For(plan.Generation);

    public static InstallationSteps For(LifecyclePlan plan, Operation operation) =>
        plan.Generation.UsesSpire ? new V1Steps(plan, operation) : new InstallationSteps(plan, operation);

    /// <summary>Before anything is changed.</summary>
    public virtual Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>When definitions, accounts and configuration are there, before the workloads.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Applies the webhook's configuration when its pod serves, and proves by a dry run that it injects.</summary>
    public virtual Task AdmitAsync(CancellationToken cancellationToken) => ProveAsync(cancellationToken);

    /// <summary>The same; false where the proof cannot be had.</summary>
    private protected async Task<bool> ProveAsync(CancellationToken cancellationToken)
    {
        ObjectKey[] webhook = [.. plan.Stage(StageNames.Workloads).Select(item => item.Key)
            .Where(key => key.Kind == "Deployment" && key.Name == plan.Generation.WebhookDeployment)];
        await WaitAsync(plan.Namespace, webhook, isTold: false, cancellationToken);
        await AdmitUnprovenAsync(cancellationToken);
        operation.Step("Proving that clients are injected", 70);
        return await InjectionProof.WaitAsync(operation, Rules.Probe(plan.Namespace), cancellationToken);
    }

    /// <summary>Applies the webhook's configuration when nothing waits for its pod; applying it later would gain nothing.</summary>
    public virtual async Task AdmitUnprovenAsync(CancellationToken cancellationToken)
    {
        await RequireOwnCertificateAsync(cancellationToken);
        await operation.ApplyAsync(plan.Stage(StageNames.Admission).Where(item => !item.Retaken), cancellationToken);
    }

    /// <summary>Of two installations at once, the one goes on whose certificate the webhook has. The other would make the API server trust
    /// a certificate that nobody uses.</summary>
    private async Task RequireOwnCertificateAsync(CancellationToken cancellationToken)
    {
        var key = WebhookCertificate.SecretKey(plan.Namespace);
        if (plan.Objects.FirstOrDefault(item => item.Key == key) is { Action: not NsmPlanAction.Unchanged } planned
            && WebhookCertificate.FingerprintOf(await operation.Client.GetAsync(key, cancellationToken))
                != WebhookCertificate.FingerprintOf(planned.Manifest))
        {
            throw new NsmException(NsmErrors.PlanOutdated,
                $"{key} has another certificate than this installation gave it: another installation runs on the cluster.", key.ToString())
            { Remedy = "Wait until the other one has ended, and run the command again." };
        }
    }

    private protected Task WaitAsync(string @namespace, IReadOnlyList<ObjectKey> workloads, bool isTold,
        CancellationToken cancellationToken) => new Waiter(operation.Client, isTold ? operation.Reasons() : null).WaitAsync(
        [.. WorkloadRules.WatchedIn(@namespace), .. Rules.MoreWorkloads.Select(type => new Watched(type, new ListFilter(@namespace)))],
        view => [.. WorkloadRules.Evaluate(view, workloads)], operation.Limits, isTold ? operation.Report : _ => { }, cancellationToken);
}
