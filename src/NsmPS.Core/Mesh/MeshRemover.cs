using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Injection;
using NsmPS.Operations;

namespace NsmPS.Mesh;

/// <summary>Carries out the plan of a removal, stage by stage.</summary>
internal sealed class MeshRemover(ClusterClient client, LifecyclePlan plan, RunOptions run, Operation operation)
{
    public async Task<LifecycleEvent.Completed> RunAsync(CancellationToken cancellationToken)
    {
        if (plan.Objects.Count == 0)
        {
            return operation.Complete($"There is nothing of NSM to remove on {client.Name}", null);
        }

        await RelaxAsync(cancellationToken);
        PlannedObject[][] stages = [.. plan.Objects.GroupBy(item => item.Stage).OrderBy(group => RemovalStages.Order(group.Key)).Select(group => group.ToArray())];
        await new Removal(client, operation).RunAsync(stages, run.Wait, i => operation.Step($"Removing {stages[i][0].Stage}", 100 * i / stages.Length), cancellationToken);
        foreach (var remark in plan.Summary.Remarks)
        {
            operation.Warn(remark);
        }

        var how = run.Wait ? "is removed" : "is being removed";
        return operation.Complete($"NSM {how} from {client.Name}; each node keeps {string.Join(", ", plan.Generation.NodeFolders)}, which a new installation takes over", null);
    }

    /// <summary>What the webhook needs goes with it: a configuration whose deletion something holds up must refuse no pod meanwhile.</summary>
    private Task RelaxAsync(CancellationToken cancellationToken) => Task.WhenAll(plan.Objects.Select(item => item.Live).OfType<JsonObject>().Where(WebhookPolicy.Blocks).Select(async live =>
    {
        try
        {
            await client.ApplyAsync(WebhookPolicy.RelaxLive(live), force: true, dryRun: false, cancellationToken);
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.AccessDenied || exception.Error == NsmErrors.ApiRequestFailed)
        {
            // Who may delete it and not change it still deletes it.
            operation.Warn($"{live.Key()} is deleted without being set to {WebhookPolicy.Ignore} before: {exception.Message}");
        }
    }));
}
