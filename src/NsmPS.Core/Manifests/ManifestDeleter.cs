using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Operations;

namespace NsmPS.Manifests;

/// <summary>Carries out the plan of deleting a user's manifest, stage by stage.</summary>
internal sealed class ManifestDeleter(ClusterClient client, LifecyclePlan plan, RunOptions run, Operation operation)
{
    private readonly ManifestBatch _batch = new("deleted", plan.Objects.Count, client.Name);

    public async Task<LifecycleEvent.Completed> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var remark in plan.Summary.Remarks)
        {
            operation.Warn(remark);
        }

        if (plan.Objects.Count == 0)
        {
            return operation.Complete($"{plan.Summary.Operation} on {client.Name}: nothing of it is there", null);
        }

        string[] stages = [.. ManifestStages.Order.Reverse().Where(stage => plan.Stage(stage).Any())];
        for (var i = 0; i < stages.Length; i++)
        {
            operation.Step($"Deleting {stages[i]}", 100 * i / stages.Length);
            await DeleteAsync([.. plan.Stage(stages[i])], cancellationToken);
        }

        return operation.Complete($"{plan.Summary.Operation} on {client.Name}: {plan.Objects.Count} objects {(run.Wait ? "are deleted" : "are being deleted")}", null);
    }

    private async Task DeleteAsync(PlannedObject[] stage, CancellationToken cancellationToken)
    {
        var removal = new Removal(client, operation);
        var pods = run.Wait ? await removal.PodsOfAsync(stage, cancellationToken) : [];
        await _batch.RunAsync(stage, (item, token) => new Applier(client).DeleteAsync([item], operation.Done, token), cancellationToken);
        if (run.Wait)
        {
            await removal.WaitUntilGoneAsync([.. stage, .. pods], cancellationToken);
        }
    }
}
