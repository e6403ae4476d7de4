using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Catalogue;
using NsmPS.Operations;

namespace NsmPS.Manifests;

/// <summary>Carries out the plan of applying a user's manifest.</summary>
internal sealed class ManifestApplier(ClusterClient client, LifecyclePlan plan, RunOptions run, Operation operation)
{
    private readonly ManifestBatch _batch = new("applied", plan.Objects.Count, client.Name);
    private readonly ManifestWait _wait = new(client, operation);

    public async Task<LifecycleEvent.Completed> RunAsync(CancellationToken cancellationToken)
    {
        await WaitForLeaversAsync(cancellationToken);
        string[] stages = [.. ManifestStages.Order.Where(stage => plan.Stage(stage).Any())];
        for (var i = 0; i < stages.Length; i++)
        {
            await PrepareAsync(stages[i], cancellationToken);
            operation.Step($"Applying {stages[i]}", 80 * i / stages.Length);
            await _batch.RunAsync(plan.Stage(stages[i]), ApplyAsync, cancellationToken);
        }

        if (run.Wait)
        {
            operation.Step("Waiting until every object is ready", 80);
            await _wait.UntilReadyAsync(plan.Objects, cancellationToken);
        }

        return operation.Complete($"{plan.Summary.Operation} on {client.Name}: "
            + $"{Counts()}{(run.Wait ? ", ready" : "; it was not waited for")}", null);
    }

    /// <summary>What a stage needs of those before it.</summary>
    private async Task PrepareAsync(string stage, CancellationToken cancellationToken)
    {
        if (stage == ManifestStages.Resources)
        {
            await _wait.UntilReadyAsync(plan.Stage(StageNames.Definitions), cancellationToken);
            await _wait.UntilServedAsync(plan.Stage(stage), cancellationToken);
        }
        else if (stage == StageNames.Admission && run.Wait)
        {
            // A webhook whose pod does not serve yet would hold up that very pod.
            operation.Step("Waiting until every object is ready before webhooks are applied", 60);
            await _wait.UntilReadyAsync(plan.Objects.Where(item => item.Stage != StageNames.Admission), cancellationToken);
        }
    }

    private async Task ApplyAsync(PlannedObject item, CancellationToken cancellationToken)
    {
        await new Applier(client).ApplyAsync([item], run.Force, operation.Done, cancellationToken);
        foreach (var warning in client.TakeWarnings())
        {
            operation.Warn(warning);
        }
    }

    private async Task WaitForLeaversAsync(CancellationToken cancellationToken)
    {
        PlannedObject[] leaving = [.. plan.Objects.Where(item => item.Live is not null && item.Live.IsTerminating())];
        if (leaving.Length > 0)
        {
            operation.Step("Waiting until the old objects are gone", 0);
            await new Removal(client, operation).WaitUntilGoneAsync(leaving, cancellationToken);
        }
    }

    private string Counts()
    {
        var counts = plan.Objects.GroupBy(item => item.Action).ToDictionary(group => group.Key, group => group.Count());
        return $"{counts.GetValueOrDefault(NsmPlanAction.Create)} created, {counts.GetValueOrDefault(NsmPlanAction.Update)} changed, "
            + $"{counts.GetValueOrDefault(NsmPlanAction.Unchanged)} unchanged";
    }
}
