using NsmPS.Kubernetes.Apply;
using NsmPS.Operations;

namespace NsmPS.Manifests;

/// <summary>Carries out the plan of deleting a user's manifest, stage by stage.</summary>
internal sealed class ManifestDeleter(LifecyclePlan plan, Operation operation)
{
    private readonly ManifestBatch _batch = new("deleted", plan.Objects.Count, operation.Cluster.Name);

    public async Task<LifecycleEvent.Completed> RunAsync(CancellationToken cancellationToken)
    {
        operation.Warn(plan.Summary.Remarks);
        if (plan.Objects.Count == 0)
        {
            return operation.Complete($"{plan.Summary.Operation} on {operation.Cluster.Name}: nothing of it is there", null);
        }

        string[] stages = [.. ManifestStages.Order.Reverse().Where(stage => plan.Stage(stage).Any())];
        for (var i = 0; i < stages.Length; i++)
        {
            operation.Step($"Deleting {stages[i]}", 100 * i / stages.Length);
            await DeleteAsync([.. plan.Stage(stages[i])], cancellationToken);
        }

        return operation.Complete($"{plan.Summary.Operation} on {operation.Cluster.Name}: {plan.Objects.Count} objects "
            + $"{(operation.Run.Wait ? "are deleted" : "are being deleted")}", null);
    }

    private async Task DeleteAsync(PlannedObject[] stage, CancellationToken cancellationToken)
    {
        var removal = new Removal(operation);
        var pods = operation.Run.Wait ? await removal.PodsOfAsync(stage, cancellationToken) : [];
        await _batch.RunAsync(stage, (item, token) => operation.DeleteAsync([item], token), cancellationToken);
        if (operation.Run.Wait)
        {
            await removal.WaitUntilGoneAsync([.. stage, .. pods], cancellationToken);
        }
    }
}
