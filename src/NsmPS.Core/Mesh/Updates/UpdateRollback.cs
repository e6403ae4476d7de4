using System.Runtime.CompilerServices;
using NsmPS.Mesh.Installation;
using NsmPS.Operations;

namespace NsmPS.Mesh.Updates;

/// <summary>Follows an update that fails by the revision before it.</summary>
internal sealed class UpdateRollback(MeshCluster cluster, LifecyclePlan plan, RunOptions run)
{
    private string _remarks = "";

    /// <summary>Passes on the events of the update and, if it fails, those of the rollback. There is exactly one last event.</summary>
    public async IAsyncEnumerable<LifecycleEvent> FollowAsync(IAsyncEnumerable<LifecycleEvent> update,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        NsmException? failure = null;
        await foreach (var happened in update)
        {
            if (happened is LifecycleEvent.Failed failed && plan.Before is not null && failed.Error.Error != NsmErrors.ImagesNotPulled)
            {
                failure = failed.Error;
            }
            else
            {
                yield return happened;
            }
        }

        if (failure is null)
        {
            yield break;
        }

        yield return new LifecycleEvent.Warning($"The update failed: {failure.Message}") { Cluster = cluster.Name };
        await foreach (var happened in Operation.RunAsync(cluster.Again(), run, RestoreAsync, cancellationToken))
        {
            yield return happened switch
            {
                LifecycleEvent.Completed => Failed(NsmErrors.UpdateRolledBack,
                    $"The update failed, and revision {plan.Before} runs again.{_remarks}\nThe failure: {failure.Message}", failure),
                LifecycleEvent.Failed failed =>
                    Failed(NsmErrors.RollbackFailed, $"The update failed: {failure.Message}\nGoing back to revision {plan.Before} failed "
                        + $"too: {failed.Error.Message}", failure),
                _ => happened,
            };
        }
    }

    private async Task<LifecycleEvent.Completed> RestoreAsync(Operation operation, CancellationToken cancellationToken)
    {
        operation.Step($"Going back to revision {plan.Before}", 0);
        var back = await new MeshChangePlanner(operation.Cluster)
            .PlanRestoreAsync(plan.Namespace, plan.Before, run.Force, cancellationToken);

        // Its images are already on the nodes, so no pull has to be proven.
        var completed = await new MeshInstaller(back, operation).RunAsync(cancellationToken);
        _remarks = string.Concat(back.Summary.Remarks.Select(remark => " " + remark));
        return completed;
    }

    private LifecycleEvent.Failed Failed(NsmError error, string text, NsmException cause) =>
        new(new NsmException(error, text, cause.Target, cause) { Cluster = cluster.Name }) { Cluster = cluster.Name };
}
