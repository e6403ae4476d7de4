using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Mesh.History;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Mesh.Installation;

/// <summary>Carries out the plan of an installation.</summary>
internal sealed class MeshInstaller(LifecyclePlan plan, Operation operation)
{
    private static readonly string[] s_laterStages = [StageNames.Spire, StageNames.Identities, StageNames.Workloads, StageNames.Admission];

    private readonly InstallationSteps _steps = InstallationSteps.For(plan, operation);

    public async Task<LifecycleEvent.Completed> RunAsync(CancellationToken cancellationToken)
    {
        operation.Warn(plan.Summary.Remarks);
        await WaitForLeaversAsync(cancellationToken);
        await _steps.BeginAsync(cancellationToken);
        operation.Step("Applying namespace, definitions and accounts", 5);
        await operation.ApplyAsync(plan.Stage(StageNames.Namespaces), cancellationToken);
        await Task.WhenAll(RecordAsync(complete: false, cancellationToken), operation.ApplyAsync(Foundations, cancellationToken));
        await _steps.PrepareAsync(cancellationToken);
        operation.Step("Applying workloads", 20);

        if (!operation.Run.Wait)
        {
            await Task.WhenAll(ApplyWorkloadsAsync(cancellationToken), _steps.AdmitUnprovenAsync(cancellationToken));
            return await CompleteAsync("applied; it was not waited for", cancellationToken);
        }

        // Definitions are served long before the first container that needs them can start.
        await BothAsync(ApplyWorkloadsAsync, EstablishAsync, cancellationToken);
        operation.Step("Waiting for managers, forwarders and the webhook", 40);
        await BothAsync(
            token => new NodesWait(plan, operation).RunAsync(Workloads, token), _steps.AdmitAsync, cancellationToken);
        return await CompleteAsync("ready", cancellationToken);
    }

    /// <summary>Definitions, accounts and configuration do not depend on each other. What is taken back from other owners must be in
    /// effect before workloads change.</summary>
    private IEnumerable<PlannedObject> Foundations => plan.Objects.Where(item =>
        item.Action != NsmPlanAction.Delete && item.Stage != StageNames.Namespaces && (item.Retaken || !s_laterStages.Contains(item.Stage))
            && item.Manifest.Label(OwnNames.InventoryLabel) is null);

    private IReadOnlyList<ObjectKey> Workloads =>
        [.. plan.Stage(StageNames.Workloads).Select(item => item.Key).Where(key => key.Kind is "Deployment" or "DaemonSet")];

    /// <summary>What is still being deleted must be gone first. Of the managers that holds for the pods too: one that is shutting down can
    /// overwrite what the new one registers.</summary>
    private async Task WaitForLeaversAsync(CancellationToken cancellationToken)
    {
        var removal = new Removal(operation);
        await removal.WaitForLeaversAsync(plan.Objects, cancellationToken);
        if (plan.Objects.FirstOrDefault(item =>
            item.Key is { Kind: "DaemonSet", Name: NsmNames.ManagerDaemonSet } && item.Action == NsmPlanAction.Create) is { } manager)
        {
            await removal.WaitUntilGoneAsync(await removal.PodsOfAsync([manager], cancellationToken), cancellationToken);
        }
    }

    private async Task ApplyWorkloadsAsync(CancellationToken cancellationToken)
    {
        await operation.ApplyAsync(plan.Stage(StageNames.Workloads), cancellationToken);
        await operation.DeleteAsync(plan.Objects.Where(item => item.Action == NsmPlanAction.Delete), cancellationToken);
    }

    private Task EstablishAsync(CancellationToken cancellationToken)
    {
        ObjectKey[] keys = [.. plan.Stage(StageNames.Definitions).Select(item => item.Key)];
        return operation.WaitAsync(
            [new Watched(KnownTypes.CustomResourceDefinitions, ListFilter.All)],
            view =>
                [.. keys.Select(key => view.Find(key) is { } item
                    ? HealthRules.Evaluate(item)
                    : new WaitItem(key.ToString(), NsmState.Pending, "it is not there"))],
            cancellationToken);
    }

    private async Task RecordAsync(bool complete, CancellationToken cancellationToken)
    {
        if (plan.Revision is { } revision)
        {
            await operation.Client.ApplyAsync(Inventory.ToSecret(revision with { Complete = complete }), force: true, dryRun: false,
                cancellationToken);
        }
    }

    private async Task<LifecycleEvent.Completed> CompleteAsync(string how, CancellationToken cancellationToken)
    {
        await RecordAsync(complete: true, cancellationToken);
        var cluster = operation.Cluster.Again();
        var pruned = plan.Revision is null
            ? Task.CompletedTask
            : new Inventory(operation.Client).PruneAsync(plan.Namespace, cancellationToken);
        var read = new MeshReader(cluster).RequireAsync(proveInjection: operation.Run.Wait, cancellationToken);
        await Task.WhenAll(pruned, read);
        var mesh = (await read).Describe(cluster);
        return operation.Complete($"NSM {mesh.Version} in {mesh.Namespace} on {cluster.Name} is {how}", mesh);
    }

    /// <summary>Runs two things at once; when one fails, the other ends too and the first failure counts.</summary>
    private static async Task BothAsync(Func<CancellationToken, Task> first, Func<CancellationToken, Task> second,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] tasks = [first(stop.Token), second(stop.Token)];
        var ended = await Task.WhenAny(tasks);
        if (!ended.IsCompletedSuccessfully)
        {
            await stop.CancelAsync();
        }

        await ((Task)Task.WhenAll(tasks)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ended;
        await Task.WhenAll(tasks);
    }
}
