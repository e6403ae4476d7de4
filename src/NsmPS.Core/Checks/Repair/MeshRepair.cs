using NsmPS.Kubernetes;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Checks.Repair;

/// <summary>Mends what the checks of a mesh find, as far as it can be mended.</summary>
public sealed class MeshRepair(ClusterClient client, Catalog catalog)
{
    /// <summary>Finds out what a repair would do. Changes nothing.</summary>
    /// <param name="options">What it may do.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="NsmException">There is no mesh, or the cluster cannot be read.</exception>
    public Task<RepairPlan> PlanAsync(RepairOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new RepairPlanner(client, catalog).PlanAsync(options, cancellationToken);
    }

    /// <summary>Repairs. An interrupted repair is completed by the same call again.</summary>
    public IAsyncEnumerable<LifecycleEvent> RepairAsync(RepairPlan plan, RunOptions run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        OptionRules.Timeout(run.Timeout);
        return Operation.RunAsync(client, run.Timeout, (operation, token) => new RepairRunner(client, catalog, plan, run, operation).RunAsync(token), cancellationToken);
    }
}
