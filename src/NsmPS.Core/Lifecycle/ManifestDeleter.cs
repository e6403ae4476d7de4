using NsmPS.Cluster;

namespace NsmPS.Lifecycle;

internal sealed class ManifestDeleter(ClusterClient client, LifecyclePlan plan, RunOptions run, Operation operation)
{
    public Task<LifecycleEvent.Completed> RunAsync(CancellationToken cancellationToken) =>
        Task.FromResult(operation.Complete($"{client.Name} {plan.Namespace} {run.Wait} {cancellationToken.CanBeCanceled}", null));
}
