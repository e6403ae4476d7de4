using NsmPS.Apply;
using NsmPS.Cluster;

namespace NsmPS.Lifecycle;

/// <summary>Carries out the plan of a removal, stage by stage, each gone before the next.</summary>
internal sealed class MeshRemover(ClusterClient client, LifecyclePlan plan, RunOptions run, Operation operation)
{
    private const string NodeDirectory = "/var/lib/networkservicemesh";

    public async Task<LifecycleEvent.Completed> RunAsync(CancellationToken cancellationToken)
    {
        if (plan.Objects.Count == 0)
        {
            return operation.Complete($"There is nothing of NSM to remove on {client.Name}", null);
        }

        var stages = plan.Objects.GroupBy(item => item.Stage).OrderBy(group => RemovalStages.Order(group.Key)).ToArray();
        for (var i = 0; i < stages.Length; i++)
        {
            operation.Step($"Removing {stages[i].Key}", 100 * i / stages.Length);
            await RemoveAsync([.. stages[i]], cancellationToken);
        }

        foreach (var remark in plan.Summary.Remarks)
        {
            operation.Warn(remark);
        }

        var how = run.Wait ? "is removed" : "is being removed";
        return operation.Complete($"NSM {how} from {client.Name}; each node keeps {NodeDirectory}, which a new installation takes over", null);
    }

    private async Task RemoveAsync(PlannedObject[] stage, CancellationToken cancellationToken)
    {
        var removal = new Removal(client, operation);
        var pods = run.Wait ? await removal.PodsOfAsync(stage, cancellationToken) : [];
        await new Applier(client).DeleteAsync(stage, operation.Done, cancellationToken);
        if (run.Wait)
        {
            await removal.WaitUntilGoneAsync([.. stage, .. pods], cancellationToken);
        }
    }
}
