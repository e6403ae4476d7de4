using NsmPS.Cluster;
using NsmPS.Manifests;

namespace NsmPS.Lifecycle;

/// <summary>Creates, shows and removes sample applications on one cluster.</summary>
public sealed class SampleLifecycle(ClusterClient client, Catalog catalog)
{
    public ClusterClient Client => client;
    public Catalog Catalog => catalog;

    /// <summary>Checks the options against the cluster and finds out what creating the sample would do. Changes nothing.</summary>
    public Task<LifecyclePlan> PlanCreateAsync(NsmSampleAppOptions options, bool force, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Creates the sample; it is done when every client has its wire.</summary>
    public IAsyncEnumerable<LifecycleEvent> CreateAsync(LifecyclePlan plan, RunOptions run, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Finds out what removing the sample would do. Changes nothing.</summary>
    public Task<LifecyclePlan> PlanRemoveAsync(string name, string? @namespace, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Removes the sample.</summary>
    public IAsyncEnumerable<LifecycleEvent> RemoveAsync(LifecyclePlan plan, RunOptions run, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The samples on the cluster; with a name only that one.</summary>
    public Task<IReadOnlyList<NsmSampleApp>> GetAsync(string? name, string? @namespace, CancellationToken cancellationToken) => throw new NotImplementedException();
}
