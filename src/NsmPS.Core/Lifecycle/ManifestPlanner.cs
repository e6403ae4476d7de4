using NsmPS.Cluster;
using NsmPS.Manifests;

namespace NsmPS.Lifecycle;

internal sealed class ManifestPlanner(ClusterClient client, ManifestSource source, ManifestOptions options)
{
    public Task<LifecyclePlan> PlanApplyAsync(bool force, CancellationToken cancellationToken) =>
        Task.FromException<LifecyclePlan>(new NsmException(NsmErrors.ObjectReserved, $"{client.Name} {source.Name} {options.Part} {force} {cancellationToken.CanBeCanceled}"));

    public Task<LifecyclePlan> PlanDeleteAsync(CancellationToken cancellationToken) => PlanApplyAsync(false, cancellationToken);
}
