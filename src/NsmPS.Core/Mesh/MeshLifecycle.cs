using NsmPS.Kubernetes;
using NsmPS.Mesh.History;
using NsmPS.Mesh.Installation;
using NsmPS.Mesh.Updates;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Mesh;

/// <summary>Installs, shows and removes the mesh on one cluster.</summary>
public sealed class MeshLifecycle(ClusterClient client, Catalog catalog)
{
    /// <summary>Checks the options and finds out what an installation would do. Changes nothing.</summary>
    /// <param name="options">What to install.</param>
    /// <param name="force">Whether objects and fields of others are taken over.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="NsmException">The options break a rule, or the cluster does not allow it.</exception>
    public Task<LifecyclePlan> PlanInstallAsync(NsmMeshOptions options, bool force, CancellationToken cancellationToken) =>
        new MeshPlanner(client, catalog).PlanAsync(options, force, cancellationToken);

    /// <summary>Installs. An interrupted installation is completed by the same call again.</summary>
    public IAsyncEnumerable<LifecycleEvent> InstallAsync(LifecyclePlan plan, RunOptions run, CancellationToken cancellationToken)
    {
        OptionRules.Timeout(run.Timeout);
        return Operation.RunAsync(client, run.Timeout, (operation, token) => new MeshInstaller(client, plan, run, operation).RunAsync(token), cancellationToken);
    }

    /// <summary>Finds out what an update would do. Changes nothing.</summary>
    /// <param name="namespace">The namespace the mesh must be in; null for wherever it is.</param>
    /// <param name="change">What is to change; the rest stays as the newest complete revision has it.</param>
    /// <param name="force">Whether objects and fields of others are taken over.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="NsmException">UpdateRefused; what an installation is refused for; MeshNotInstalled or ObjectNotOwned.</exception>
    public Task<LifecyclePlan> PlanUpdateAsync(string? @namespace, MeshChange change, bool force, CancellationToken cancellationToken) =>
        new MeshChangePlanner(client, catalog).PlanUpdateAsync(Checked(@namespace), change, force, cancellationToken);

    /// <summary>
    /// Updates. Before anything is changed every node must have pulled the new images. An interrupted update is completed by the same call again, and
    /// <see cref="RunOptions.Rollback"/> decides what follows a failure.
    /// </summary>
    public IAsyncEnumerable<LifecycleEvent> UpdateAsync(LifecyclePlan plan, RunOptions run, CancellationToken cancellationToken)
    {
        var update = RestoreAsync(plan, run, cancellationToken);
        return run.Rollback ? new UpdateRollback(client, catalog, plan, run).FollowAsync(update, cancellationToken) : update;
    }

    /// <summary>Finds out what bringing an earlier revision back would do. Changes nothing.</summary>
    /// <param name="namespace">The namespace the mesh must be in; null for wherever it is.</param>
    /// <param name="revision">The revision; null for the complete one before the latest.</param>
    /// <param name="force">Whether objects and fields of others are taken over.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="NsmException">RevisionNotFound, MeshNotInstalled or ObjectNotOwned.</exception>
    public Task<LifecyclePlan> PlanRestoreAsync(string? @namespace, int? revision, bool force, CancellationToken cancellationToken) =>
        new MeshChangePlanner(client, catalog).PlanRestoreAsync(Checked(@namespace), revision, force, cancellationToken);

    /// <summary>Brings an earlier revision back, as a new one. An interrupted restoration is completed by the same call again.</summary>
    public IAsyncEnumerable<LifecycleEvent> RestoreAsync(LifecyclePlan plan, RunOptions run, CancellationToken cancellationToken)
    {
        OptionRules.Timeout(run.Timeout);
        return Operation.RunAsync(client, run.Timeout, (operation, token) => new MeshUpdater(client, plan, run, operation).RunAsync(token), cancellationToken);
    }

    /// <summary>Finds out what a removal would do. Changes nothing.</summary>
    /// <param name="namespace">The namespace the mesh must be in; null for wherever it is.</param>
    /// <param name="force">Whether to remove it although something still uses it.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public Task<LifecyclePlan> PlanUninstallAsync(string? @namespace, bool force, CancellationToken cancellationToken) =>
        new MeshRemovalPlanner(client).PlanAsync(Checked(@namespace), force, cancellationToken);

    /// <summary>Removes. An interrupted removal is completed by the same call again.</summary>
    public IAsyncEnumerable<LifecycleEvent> UninstallAsync(LifecyclePlan plan, RunOptions run, CancellationToken cancellationToken)
    {
        OptionRules.Timeout(run.Timeout);
        return Operation.RunAsync(client, run.Timeout, (operation, token) => new MeshRemover(client, plan, run, operation).RunAsync(token), cancellationToken);
    }

    /// <summary>The mesh as it is; null when there is none, or none in the namespace.</summary>
    public async Task<NsmMesh?> GetAsync(string? @namespace, CancellationToken cancellationToken)
    {
        var inside = Checked(@namespace);
        var facts = await new MeshReader(client).ReadAsync(cancellationToken);
        return facts is null || (inside is not null && facts.Namespace != inside) ? null : facts.Describe(client.Name, client.Time.GetUtcNow());
    }

    /// <summary>What was asked for when the mesh was last changed; null when there is none, or NsmPS did not install it.</summary>
    public async Task<NsmMeshOptions?> GetOptionsAsync(CancellationToken cancellationToken) =>
        await new MeshLocator(client).FindNamespaceAsync(cancellationToken) is { } home ? (await new Inventory(client).ReadLatestAsync(home, cancellationToken))?.Options : null;

    /// <summary>The recorded revisions of the mesh, newest first.</summary>
    /// <exception cref="NsmException">MeshNotInstalled, or ObjectNotOwned when NsmPS did not install it.</exception>
    public async Task<IReadOnlyList<NsmMeshRevision>> GetHistoryAsync(string? @namespace, CancellationToken cancellationToken) =>
        MeshHistory.Describe(await new MeshRecords(client).RequireAsync(Checked(@namespace), cancellationToken), client.Name);

    /// <summary>Where the cluster differs from what the latest revision applied. Changes nothing, but asks the server for dry runs, so it needs the right to apply.</summary>
    /// <exception cref="NsmException">MeshNotInstalled, ObjectNotOwned or RevisionNotFound.</exception>
    public async Task<IReadOnlyList<NsmMeshDrift>> CompareAsync(string? @namespace, CancellationToken cancellationToken)
    {
        var (_, latest) = await new MeshRecords(client).RequireLatestAsync(Checked(@namespace), cancellationToken);
        return [.. (await new MeshComparison(client).CompareAsync(latest, cancellationToken)).SelectMany(item => item.Describe(client.Name, latest.Revision))];
    }

    /// <summary>Waits until the installed mesh works, injection included.</summary>
    public IAsyncEnumerable<LifecycleEvent> WaitAsync(string? @namespace, TimeSpan timeout, CancellationToken cancellationToken)
    {
        OptionRules.Timeout(timeout);
        var inside = Checked(@namespace);
        return Operation.RunAsync(client, timeout, (operation, token) => WaitAsync(inside, operation, token), cancellationToken);
    }

    private async Task<LifecycleEvent.Completed> WaitAsync(string? @namespace, Operation operation, CancellationToken cancellationToken)
    {
        var facts = await new MeshReader(client).RequireAsync(cancellationToken);
        if (@namespace is not null && facts.Namespace != @namespace)
        {
            throw new NsmException(NsmErrors.MeshNotInstalled, $"NSM is in namespace '{facts.Namespace}', not in '{@namespace}'.", @namespace);
        }

        operation.Step("Waiting for managers, forwarders and the webhook", 40);
        await new MeshWait(client, facts.Rules, facts.Namespace, [.. facts.Workloads.Select(item => item.Key())]).RunAsync(operation, cancellationToken);
        operation.Step("Proving that clients are injected", 70);
        await new InjectionProof(client).WaitAsync(facts.Rules.Probe(facts.Namespace), operation.Limits, cancellationToken);
        var mesh = (await new MeshReader(client).RequireAsync(cancellationToken)).Describe(client.Name, client.Time.GetUtcNow());
        return operation.Complete($"NSM {mesh.Version} in {mesh.Namespace} on {client.Name} is ready", mesh);
    }

    private static string? Checked(string? @namespace) => @namespace is null ? null : OptionRules.Namespace(@namespace);
}
