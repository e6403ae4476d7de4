using NsmPS.Cluster;
using NsmPS.Manifests;

namespace NsmPS.Lifecycle;

/// <summary>Installs, shows and removes the mesh on one cluster.</summary>
public sealed class MeshLifecycle(ClusterClient client, Catalog catalog)
{
    public ClusterClient Client => client;
    public Catalog Catalog => catalog;

    /// <summary>Checks the options and finds out what an installation would do. Changes nothing.</summary>
    public Task<LifecyclePlan> PlanInstallAsync(NsmMeshOptions options, bool force, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Installs.</summary>
    public IAsyncEnumerable<LifecycleEvent> InstallAsync(LifecyclePlan plan, RunOptions run, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Finds out what a removal would do. Changes nothing.</summary>
    public Task<LifecyclePlan> PlanUninstallAsync(string? @namespace, bool force, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Removes.</summary>
    public IAsyncEnumerable<LifecycleEvent> UninstallAsync(LifecyclePlan plan, RunOptions run, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The mesh as it is; null when there is none.</summary>
    public Task<NsmMesh?> GetAsync(string? @namespace, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Waits until the installed mesh works.</summary>
    public IAsyncEnumerable<LifecycleEvent> WaitAsync(string? @namespace, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotImplementedException();
}
