using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Catalogue;
using NsmPS.Operations;

namespace NsmPS.Manifests;

/// <summary>Carries out the plan of applying a user's manifest.</summary>
internal sealed class ManifestApplier(LifecyclePlan plan, Operation operation)
{
    private readonly ManifestBatch _batch = new("applied", plan.Objects.Count, operation.Cluster.Name);
    private readonly ManifestWait _wait = new(operation);

    public async Task<LifecycleEvent.Completed> RunAsync(CancellationToken cancellationToken)
    {
        operation.Warn(plan.Summary.Remarks);
        await new Removal(operation).WaitForLeaversAsync(plan.Objects, cancellationToken);
        string[] stages = [.. ManifestStages.Order.Where(stage => plan.Stage(stage).Any())];
        for (var i = 0; i < stages.Length; i++)
        {
            await PrepareAsync(stages[i], cancellationToken);
            operation.Step($"Applying {stages[i]}", 80 * i / stages.Length);
            await _batch.RunAsync(plan.Stage(stages[i]), ApplyAsync, cancellationToken);
        }

        if (operation.Run.Wait)
        {
            operation.Step("Waiting until every object is ready", 80);
            await _wait.UntilReadyAsync(plan.Objects, cancellationToken);
        }

        return operation.Complete($"{plan.Summary.Operation} on {operation.Cluster.Name}: "
            + $"{Counts()}{(operation.Run.Wait ? ", ready" : "; it was not waited for")}", null);
    }

    private async Task ApplyAsync(PlannedObject item, CancellationToken cancellationToken)
    {
        await operation.ApplyAsync([item], cancellationToken);
        operation.Warn(operation.Cluster.Client.TakeWarnings());
    }

    /// <summary>What a stage needs of those before it.</summary>
    private async Task PrepareAsync(string stage, CancellationToken cancellationToken)
    {
        if (stage == ManifestStages.Resources)
        {
            await _wait.UntilReadyAsync(plan.Stage(StageNames.Definitions), cancellationToken);
            await _wait.UntilServedAsync(plan.Stage(stage), cancellationToken);
        }
        else if (stage == StageNames.Admission && operation.Run.Wait)
        {
            // A webhook whose pod does not serve yet would hold up that very pod.
            operation.Step("Waiting until every object is ready before webhooks are applied", 60);
            await _wait.UntilReadyAsync(plan.Objects.Where(item => item.Stage != StageNames.Admission), cancellationToken);
        }
    }

    private string Counts()
    {
        var counts = plan.Objects.GroupBy(item => item.Action).ToDictionary(group => group.Key, group => group.Count());
        return $"{counts.GetValueOrDefault(NsmPlanAction.Create)} created, {counts.GetValueOrDefault(NsmPlanAction.Update)} changed, "
            + $"{counts.GetValueOrDefault(NsmPlanAction.Unchanged)} unchanged";
    }
}
