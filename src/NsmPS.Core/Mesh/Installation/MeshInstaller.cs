using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;
using NsmPS.Mesh.History;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Mesh.Installation;

/// <summary>Carries out the plan of an installation.</summary>
internal sealed class MeshInstaller(ClusterClient client, LifecyclePlan plan, RunOptions run, Operation operation)
{
    private static readonly string[] s_laterStages = [StageNames.Spire, StageNames.Identities, StageNames.Workloads, StageNames.Admission];

    private readonly Applier _applier = new(client);
    private readonly InstallationSteps _steps = InstallationSteps.For(client, plan, run, operation);

    public async Task<LifecycleEvent.Completed> RunAsync(CancellationToken cancellationToken)
    {
        await WaitForLeaversAsync(cancellationToken);
        await _steps.BeginAsync(cancellationToken);
        operation.Step("Applying namespace, definitions and accounts", 5);
        await ApplyAsync(StageNames.Namespaces, cancellationToken);
        await Task.WhenAll(RecordAsync(complete: false, cancellationToken), ApplyAsync(Foundations, cancellationToken));
        await _steps.PrepareAsync(cancellationToken);
        operation.Step("Applying workloads", 20);

        if (!run.Wait)
        {
            await Task.WhenAll(ApplyWorkloadsAsync(cancellationToken), _steps.AdmitUnprovenAsync(cancellationToken));
            return await CompleteAsync("applied; it was not waited for", cancellationToken);
        }

        // Accepted definitions are served long before the first container that asks for them can start.
        await BothAsync(ApplyWorkloadsAsync, EstablishAsync, cancellationToken);
        operation.Step("Waiting for managers, forwarders and the webhook", 40);
        await BothAsync(token => new MeshWait(client, GenerationRules.For(plan.Generation), plan.Namespace, Workloads).RunAsync(operation, token), _steps.AdmitAsync, cancellationToken);
        return await CompleteAsync("ready", cancellationToken);
    }

    /// <summary>Definitions, accounts and configuration: nothing of them needs another. What is taken back from others must hold before workloads change.</summary>
    private IEnumerable<PlannedObject> Foundations => plan.Objects.Where(item =>
        item.Action != NsmPlanAction.Delete && item.Stage != StageNames.Namespaces && (item.Retaken || !s_laterStages.Contains(item.Stage)) && item.Manifest.Label(OwnNames.InventoryLabel) is null);

    private IReadOnlyList<ObjectKey> Workloads => [.. plan.Stage(StageNames.Workloads).Select(item => item.Key).Where(key => key.Kind is "Deployment" or "DaemonSet")];

    /// <summary>
    /// What is still being deleted must be gone first. Of the managers that holds for the pods too: one that is shutting down can overwrite what the new one registers.
    /// </summary>
    private async Task WaitForLeaversAsync(CancellationToken cancellationToken)
    {
        PlannedObject[] leaving = [.. plan.Objects.Where(item => item.Live is not null && item.Live.IsTerminating())];
        if (leaving.Length > 0)
        {
            operation.Step("Waiting until the old objects are gone", 0);
            await new Removal(client, operation).WaitUntilGoneAsync(leaving, cancellationToken);
        }

        if (plan.Objects.FirstOrDefault(item => item.Key is { Kind: "DaemonSet", Name: NsmNames.ManagerDaemonSet } && item.Action == NsmPlanAction.Create) is { } manager)
        {
            var removal = new Removal(client, operation);
            await removal.WaitUntilGoneAsync(await removal.PodsOfAsync([manager], cancellationToken), cancellationToken);
        }
    }

    private async Task ApplyWorkloadsAsync(CancellationToken cancellationToken)
    {
        await ApplyAsync(StageNames.Workloads, cancellationToken);
        await _applier.DeleteAsync(plan.Objects.Where(item => item.Action == NsmPlanAction.Delete), operation.Done, cancellationToken);
    }

    private Task EstablishAsync(CancellationToken cancellationToken)
    {
        ObjectKey[] keys = [.. plan.Stage(StageNames.Definitions).Select(item => item.Key)];
        return new Waiter(client).WaitAsync(
            [new Watched(KnownTypes.CustomResourceDefinitions, ListFilter.All)],
            view => [.. keys.Select(key => view.Find(key) is { } item ? HealthRules.Evaluate(item) : new WaitItem(key.ToString(), NsmState.Pending, "it is not there"))],
            operation.Limits, operation.Report, cancellationToken);
    }

    private Task ApplyAsync(string stage, CancellationToken cancellationToken) => ApplyAsync(plan.Stage(stage), cancellationToken);

    private Task ApplyAsync(IEnumerable<PlannedObject> objects, CancellationToken cancellationToken) => _applier.ApplyAsync(objects, run.Force, operation.Done, cancellationToken);

    private async Task RecordAsync(bool complete, CancellationToken cancellationToken)
    {
        if (plan.Revision is { } revision)
        {
            await client.ApplyAsync(Inventory.ToSecret(revision with { Complete = complete }), force: true, dryRun: false, cancellationToken);
        }
    }

    private async Task<LifecycleEvent.Completed> CompleteAsync(string how, CancellationToken cancellationToken)
    {
        await RecordAsync(complete: true, cancellationToken);
        var pruned = plan.Revision is null ? Task.CompletedTask : new Inventory(client).PruneAsync(plan.Namespace, cancellationToken);
        var read = new MeshReader(client).ReadAsync(proveInjection: run.Wait, cancellationToken);
        await Task.WhenAll(pruned, read);
        var facts = await read ?? throw MeshLocator.NotInstalled(client.Name);
        var mesh = facts.Describe(client.Name, client.Time.GetUtcNow());
        return operation.Complete($"NSM {mesh.Version} in {mesh.Namespace} on {client.Name} is {how}", mesh);
    }

    /// <summary>Runs two things at once; when one fails, the other ends too and the first failure counts.</summary>
    private static async Task BothAsync(Func<CancellationToken, Task> first, Func<CancellationToken, Task> second, CancellationToken cancellationToken)
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
