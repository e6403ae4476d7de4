using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Mesh.Installation;

/// <summary>NSM v1: SPIRE must serve before anything can have an identity, and identities must exist before the workloads. The webhook can
/// block every pod of the cluster, so its policy is Ignore until a dry run has proven injection, and only then Fail.</summary>
internal sealed class V1Steps(LifecyclePlan plan, Operation operation) : InstallationSteps(plan, operation)
{
    private IEnumerable<PlannedObject> Webhooks => Plan.Stage(StageNames.Admission);

    /// <summary>Whether anything changes that the webhook may depend on; then it has to be proven again.</summary>
    private bool HasChanges => Plan.Objects.Any(item => item.Action != NsmPlanAction.Unchanged);

    /// <summary>Parts that the webhook needs may be missing for a moment while they change.</summary>
    public override Task BeginAsync(CancellationToken cancellationToken) =>
        HasChanges
            ? Operation.ApplyAsync(Webhooks.Where(item => item.Live is { } live && !live.IsTerminating()).Select(Relax), cancellationToken)
            : Task.CompletedTask;

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await Operation.ApplyAsync(Plan.Stage(StageNames.Spire), cancellationToken);
        ObjectKey[] workloads = [.. Plan.Stage(StageNames.Spire).Select(item => item.Key).Where(key => WorkloadRules.HasPods(key.Kind))];
        if (workloads.Length > 0)
        {
            Operation.Step("Waiting for SPIRE", 15);
            await WaitAsync(SpireNames.Namespace, workloads, isTold: true, cancellationToken);
        }

        await Operation.ApplyAsync(Plan.Stage(StageNames.Identities), cancellationToken);
    }

    public override async Task AdmitAsync(CancellationToken cancellationToken)
    {
        // Without the proof it stays Ignore.
        if (await ProveAsync(cancellationToken) && HasChanges)
        {
            // An earlier operation may have relaxed it, even if this plan does not change it.
            await Operation.ApplyAsync(Webhooks.Select(item => item with { Action = NsmPlanAction.Update }), cancellationToken);
        }
    }

    public override async Task AdmitUnprovenAsync(CancellationToken cancellationToken)
    {
        if (!HasChanges)
        {
            return;
        }

        await Operation.ApplyAsync(Webhooks.Select(Relax), cancellationToken);
        if (Operation.Run.Wait)
        {
            await WaitForBundleAsync(cancellationToken);
        }
        else
        {
            Operation.Warn($"{Plan.Generation.WebhookConfiguration} stays at failure policy {WebhookPolicy.Ignore}, because nobody waits "
                + "for the proof that it injects; the same installation with waiting proves it.");
        }
    }

    /// <summary>SPIRE's server writes the bundle by which the API server trusts the webhook.</summary>
    private Task WaitForBundleAsync(CancellationToken cancellationToken)
    {
        ObjectKey[] keys = [.. Webhooks.Select(item => item.Key)];
        return Operation.WaitAsync(
            [new Watched(KnownTypes.MutatingWebhookConfigurations, ListFilter.All)],
            view =>
                [
                    .. keys.Select(key => HasBundle(view.Find(key))
                        ? new WaitItem(key.ToString(), NsmState.Ready)
                        : new WaitItem(key.ToString(), NsmState.Pending, "SPIRE's server has not written its bundle yet"))],
            cancellationToken);
    }

    private static bool HasBundle(JsonObject? configuration) =>
        configuration.Items("webhooks").Any()
            && configuration.Items("webhooks").All(webhook => webhook.Text("clientConfig", "caBundle") is { Length: > 0 });

    private static PlannedObject Relax(PlannedObject item) =>
        item with { Manifest = WebhookPolicy.Relax(item.Manifest), Action = NsmPlanAction.Update };
}
