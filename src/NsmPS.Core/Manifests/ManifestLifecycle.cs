using NsmPS.Kubernetes;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Manifests;

/// <summary>Applies and deletes a user's own manifests on one cluster.</summary>
/// <remarks>
/// Objects carry the label <c>nsmps.io/part</c>, set by field manager <c>nsmps</c>; only objects with both are ever changed or deleted. Labels of the manifest stay as they are written.
/// </remarks>
public sealed class ManifestLifecycle(ClusterClient client)
{
    /// <summary>
    /// Finds out what applying would do, and checks it by server dry runs. Changes nothing. A namespace that does not exist is planned too; deleting the manifest leaves it, unless the
    /// manifest lists it itself.
    /// </summary>
    /// <param name="source">The objects.</param>
    /// <param name="options">Where they go and what they are marked with.</param>
    /// <param name="force">Whether objects and fields of others are taken over. Those of the mesh and of samples never are.</param>
    /// <param name="cancellationToken">Ends the planning.</param>
    /// <exception cref="NsmException">ObjectNotOwned, ObjectReserved, FieldConflict, NamespaceInvalid, OptionInvalid, ManifestInvalid, or what the server says against an object.</exception>
    public Task<LifecyclePlan> PlanApplyAsync(ManifestSource source, ManifestOptions options, bool force, CancellationToken cancellationToken) =>
        new ManifestPlanner(client, source, options).PlanApplyAsync(force, cancellationToken);

    /// <summary>Applies in stages; with <see cref="RunOptions.Wait"/> it is done when every object works. Each object that is done is an event, also before a failure.</summary>
    public IAsyncEnumerable<LifecycleEvent> ApplyAsync(LifecyclePlan plan, RunOptions run, CancellationToken cancellationToken)
    {
        OptionRules.Timeout(run.Timeout);
        return Operation.RunAsync(client, run.Timeout, (operation, token) => new ManifestApplier(client, plan, run, operation).RunAsync(token), cancellationToken);
    }

    /// <summary>
    /// Finds out what deleting would do. Changes nothing. Objects that are not there are passed over. A namespace or definition that others still use stays, and a remark says so.
    /// </summary>
    /// <param name="source">The objects.</param>
    /// <param name="options">Where they are and what they are marked with.</param>
    /// <param name="cancellationToken">Ends the planning.</param>
    /// <exception cref="NsmException">ObjectNotOwned or ObjectReserved when an object was made by somebody else.</exception>
    public Task<LifecyclePlan> PlanDeleteAsync(ManifestSource source, ManifestOptions options, CancellationToken cancellationToken) =>
        new ManifestPlanner(client, source, options).PlanDeleteAsync(cancellationToken);

    /// <summary>Deletes stage by stage, in the reverse order of applying; with <see cref="RunOptions.Wait"/> each stage is gone before the next.</summary>
    public IAsyncEnumerable<LifecycleEvent> DeleteAsync(LifecyclePlan plan, RunOptions run, CancellationToken cancellationToken)
    {
        OptionRules.Timeout(run.Timeout);
        return Operation.RunAsync(client, run.Timeout, (operation, token) => new ManifestDeleter(client, plan, run, operation).RunAsync(token), cancellationToken);
    }
}
