using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;

namespace NsmPS.Operations;

/// <summary>What every removal has in common: workloads are gone only when their pods are.</summary>
internal sealed class Removal(ClusterClient client, Operation operation)
{
    /// <summary>The pods that the workloads among some objects have now.</summary>
    public async Task<IReadOnlyList<PlannedObject>> PodsOfAsync(IReadOnlyCollection<PlannedObject> objects, CancellationToken cancellationToken)
    {
        var workloads = objects.Where(item => WorkloadRules.HasPods(item.Key.Kind)).ToArray();
        var namespaces = workloads.Select(item => item.Key.Namespace!).Distinct();
        var pods = await Task.WhenAll(namespaces.Select(name => client.ListAsync(KnownTypes.Pods, new ListFilter(name), cancellationToken)));
        var all = pods.SelectMany(list => list).ToArray();
        return [.. workloads.SelectMany(workload => WorkloadRules.PodsOf(workload.Live ?? workload.Manifest, all), (workload, pod) => new PlannedObject(workload.Stage, NsmPlanAction.Delete, pod, pod, true))];
    }

    /// <summary>Deletes stage after stage. The next one begins when nothing of the one before runs any more; in the end all of them are gone.</summary>
    /// <param name="stages">The objects, in their order.</param>
    /// <param name="wait">False to delete everything at once and wait for nothing.</param>
    /// <param name="starting">Called with a stage's number when it begins.</param>
    /// <param name="cancellationToken">Ends it; the same removal run again completes it.</param>
    public async Task RunAsync(IReadOnlyList<PlannedObject[]> stages, bool wait, Action<int> starting, CancellationToken cancellationToken)
    {
        var leaving = new List<PlannedObject>();
        for (var i = 0; i < stages.Count; i++)
        {
            starting(i);
            PlannedObject[] all = wait ? [.. stages[i], .. await PodsOfAsync(stages[i], cancellationToken)] : [];
            await new Applier(client).DeleteAsync(stages[i], operation.Done, cancellationToken);
            await WaitAsync(all, RemovalRules.EvaluateStopped, cancellationToken);
            leaving.AddRange(all);
        }

        await WaitUntilGoneAsync(leaving, cancellationToken);
    }

    /// <summary>Waits until objects are gone.</summary>
    /// <exception cref="NsmException">RemovalBlocked, with what keeps each of them.</exception>
    public Task WaitUntilGoneAsync(IReadOnlyCollection<PlannedObject> objects, CancellationToken cancellationToken) => WaitAsync(objects, RemovalRules.Evaluate, cancellationToken);

    private async Task WaitAsync(IReadOnlyCollection<PlannedObject> objects, Func<ClusterView, ObjectKey, string?, WaitItem> rule, CancellationToken cancellationToken)
    {
        try
        {
            await new Applier(client).WaitUntilGoneAsync(objects, rule, operation.Limits, operation.Report, cancellationToken);
        }
        catch (WaitFailure failure)
        {
            throw new NsmException(
                NsmErrors.RemovalBlocked,
                $"Not gone within {operation.Timeout.TotalSeconds:0} s: " + string.Join("\n", failure.Items.Select(item => $"{item.Target}: {item.Reason}")),
                failure.Items.FirstOrDefault()?.Target);
        }
    }
}
