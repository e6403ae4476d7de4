using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Manifests;
using NsmPS.Mesh.Installation;
using NsmPS.Nsm.Catalogue;
using NsmPS.Operations;

namespace NsmPS.Samples.Folders;

/// <summary>Carries out the plan of a folder sample: endpoints before clients, and clients only when they can get their wires.</summary>
internal sealed class FolderSampleCreator(LifecyclePlan plan, Operation operation, string name)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly ManifestWait _wait = new(operation);

    public async Task<LifecycleEvent.Completed> RunAsync(CancellationToken cancellationToken)
    {
        operation.Warn(plan.Summary.Remarks);
        await SampleCreator.ReplaceAsync(plan, operation, cancellationToken);
        foreach (var stage in plan.Objects.Select(item => item.Stage).Distinct())
        {
            await PrepareAsync(stage, cancellationToken);
            operation.Step($"Creating {stage}", Percent(stage));
            await operation.ApplyAsync(plan.Stage(stage), cancellationToken);
            if (stage == StageNames.Endpoints && plan.Stage(StageNames.Clients).Any())
            {
                await RegisteredAsync(cancellationToken);
            }
        }

        return await EndAsync(cancellationToken);
    }

    /// <summary>What a stage needs of those before it.</summary>
    private async Task PrepareAsync(string stage, CancellationToken cancellationToken)
    {
        switch (stage)
        {
            case ManifestStages.Resources:
                await _wait.UntilReadyAsync(plan.Stage(StageNames.Definitions), cancellationToken);
                await _wait.UntilServedAsync(plan.Stage(stage), cancellationToken);
                break;
            case StageNames.Clients:
                foreach (var item in plan.Stage(stage).Where(item => item.Action != NsmPlanAction.Unchanged
                    && FolderWorkload.Of(item.Manifest) is { IsInjected: true }))
                {
                    operation.Step("Proving that the clients will be injected", 50);
                    await InjectionProof.WaitAsync(operation, FolderRules.Injectable(item.Manifest), cancellationToken);
                }

                break;
            default:
                break;
        }
    }

    private Task RegisteredAsync(CancellationToken cancellationToken)
    {
        operation.Step("Waiting until the endpoints are registered", 30);
        var workloads = plan.Stage(StageNames.Endpoints).Select(item => item.Key).ToArray();
        return operation.WaitAsync([.. Watched(), new Watched(plan.Generation.Endpoints, ListFilter.All)],
            view => FolderRules.Endpoints(view, workloads, plan.Generation, operation.Cluster.Now), cancellationToken);
    }

    private async Task<LifecycleEvent.Completed> EndAsync(CancellationToken cancellationToken)
    {
        if (operation.Run.Wait)
        {
            operation.Step("Waiting until every client runs", 70);
            var clients = plan.Stage(StageNames.Clients).Select(item => item.Key).ToArray();
            await operation.WaitAsync(Watched(), view => FolderRules.Clients(view, clients), cancellationToken);
            operation.Step("Waiting until everything is ready", 80);
            await _wait.UntilReadyAsync(plan.Objects, cancellationToken);
        }

        operation.Step("Waiting until every client has its wires", 90);
        var app = operation.Run.Wait ? await WiredAsync(operation, name, cancellationToken)
            : await ReadAsync(operation, name, cancellationToken);
        return operation.Run.Wait && app.State != NsmState.Ready
            ? throw new NsmException(app.State == NsmState.NotInjected ? NsmErrors.ClientNotInjected : NsmErrors.WireMissing,
                $"Sample {app.Name}: {app.Message}.", app.Name)
            { Cluster = operation.Cluster.Name }
            : operation.Complete($"Sample {app.Name} on {app.Cluster}: {app.ClientsWired} of {app.Clients} clients have their wires", app);
    }

    /// <summary>Waits until every client of a sample has its wires, or never gets them, or the time is over.</summary>
    public static async Task<NsmSampleApp> WiredAsync(Operation operation, string name, CancellationToken cancellationToken)
    {
        var app = await ReadAsync(operation, name, cancellationToken);
        while (app.State is NsmState.Pending or NsmState.NoWire && operation.Cluster.Now < operation.Limits.Until)
        {
            await Task.Delay(s_pause, operation.Cluster.Time, cancellationToken);
            app = await ReadAsync(operation, name, cancellationToken);
        }

        return app;
    }

    private static async Task<NsmSampleApp> ReadAsync(Operation operation, string name, CancellationToken cancellationToken) =>
        (await new FolderSampleReader(operation.Cluster.Again()).GetAsync(name, null, cancellationToken))[0];

    private IReadOnlyList<Watched> Watched() =>
    [
        .. plan.Objects.Select(item => item.Key.Namespace).OfType<string>().Distinct().SelectMany(name =>
            WorkloadRules.WatchedIn(name).Append(new Watched(KnownTypes.StatefulSets, new ListFilter(name)))
                .Append(new Watched(KnownTypes.Jobs, new ListFilter(name)))),
    ];

    private static int Percent(string stage) => stage switch
    {
        StageNames.Endpoints => 20,
        StageNames.Clients => 60,
        StageNames.Admission => 65,
        _ => 10,
    };
}
