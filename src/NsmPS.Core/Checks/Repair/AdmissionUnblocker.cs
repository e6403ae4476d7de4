using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Checks.Residue;
using NsmPS.Checks.Rules;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Generations;
using NsmPS.Operations;

namespace NsmPS.Checks.Repair;

/// <summary>Frees a cluster on which no pod can be created because a webhook of NSM must be asked and
/// does not answer; works when nothing else of NSM is there.</summary>
internal sealed class AdmissionUnblocker(MeshCluster cluster)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_learning = TimeSpan.FromMinutes(1);

    /// <summary>Plans to delete NSM's webhook configurations, if a server dry run shows that pods are refused.</summary>
    public async Task<LifecyclePlan> PlanAsync(CancellationToken cancellationToken)
    {
        var asked = await AdmissionProbe.TryAsync(cluster.Client, cancellationToken);
        var refusal = asked ?? "";
        var configurations = await cluster.Client.ListAsync(KnownTypes.MutatingWebhookConfigurations, ListFilter.All, cancellationToken);
        PlannedObject[] webhooks = refusal.Length == 0 ? [] : [.. configurations.Where(ResidueNames.IsWebhook)
            .Select(item => PlannedObject.Deletion(RepairStages.Admission, item, "pods are refused because of it"))];
        var identities = await DeadIdentityWebhooksAsync(cancellationToken);
        webhooks = [.. webhooks,
            .. identities.Select(item => PlannedObject.Deletion(RepairStages.Admission, item,
                "no pod serves it, and no identity can be created because of it"))];
        string[] remarks = asked is null
            ? ["Whether pods can be created cannot be asked, because a webhook knows no dry run."]
            : refusal.Length == 0 && webhooks.Length > 0
            ? ["A server dry run shows that pods can be created; identities of SPIRE cannot."]
            : refusal.Length == 0 ? ["A server dry run shows that pods can be created; nothing is removed."]
            : webhooks.Length == 0 ? [$"Pods are refused, but not because of a webhook of NSM: {refusal}"]
            : [$"A server dry run of a bare pod was refused: {refusal}"];
        return LifecyclePlan.Of(cluster, "Unblock the creation of pods", webhooks, RunAsync).With(remarks);
    }

    /// <summary>Configurations of SPIRE's webhook that lead to no pod: those that NSM
    /// brought, and those in the namespace that it uses.</summary>
    private async Task<IReadOnlyList<JsonObject>> DeadIdentityWebhooksAsync(CancellationToken cancellationToken)
    {
        ResourceType[] types = [KnownTypes.ValidatingWebhookConfigurations, KnownTypes.Services, KnownTypes.Pods];
        var lists = await Task.WhenAll(types.Select(type => cluster.Client.ListAsync(type, ListFilter.All, cancellationToken)));
        var facts = new CheckFacts
        {
            Cluster = cluster.Name,
            Now = cluster.Now,
            Namespace = null,
            Generation = Generation.V1,
            Objects = types.Zip(lists).ToDictionary(entry => entry.First, entry => entry.Second),
        };
        return [.. SpireChecks.DeadWebhooks(facts).Where(ResidueNames.IsWebhook)];
    }

    /// <summary>Deletes them, and proves by another dry run that pods can be created.</summary>
    /// <exception cref="NsmException">AdmissionBlocked when they still cannot.</exception>
    private static async Task<LifecycleEvent.Completed> RunAsync(LifecyclePlan plan, Operation operation,
        CancellationToken cancellationToken)
    {
        operation.Step("Removing webhook configurations", 10);
        await operation.DeleteAsync(plan.Objects, cancellationToken);
        operation.Step("Proving that pods can be created", 60);
        var refusal = await ProveAsync(operation, cancellationToken);
        return refusal.Length == 0
            ? operation.Complete($"Pods can be created on {operation.Cluster.Name}", null)
            : throw operation.Cluster.Error(NsmErrors.AdmissionBlocked, $"Pods still cannot be created: {refusal}",
                plan.Objects.FirstOrDefault()?.Key.ToString());
    }

    /// <summary>The API servers of one cluster see the removal at different moments.</summary>
    private static async Task<string> ProveAsync(Operation operation, CancellationToken cancellationToken)
    {
        var last = operation.Cluster.Now + s_learning;
        while (true)
        {
            var refusal = await AdmissionProbe.TryAsync(operation.Client, cancellationToken) ?? "";
            var now = operation.Cluster.Now;
            if (refusal.Length == 0 || now >= operation.Limits.Until || now >= last)
            {
                return refusal;
            }

            await Task.Delay(s_pause, operation.Cluster.Time, cancellationToken);
        }
    }
}
