using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;

namespace NsmPS.Operations;

/// <summary>What every removal has in common: workloads are gone only when their pods are.</summary>
internal sealed class Removal(Operation operation)
{
    /// <summary>The pods that the workloads among some objects have now.</summary>
    public async Task<IReadOnlyList<PlannedObject>> PodsOfAsync(IReadOnlyCollection<PlannedObject> objects,
        CancellationToken cancellationToken)
    {
        var workloads = objects.Where(item => WorkloadRules.HasPods(item.Key.Kind)).ToArray();
        var namespaces = workloads.Select(item => item.Key.Namespace!).Distinct();
        var pods = await Task.WhenAll(
            namespaces.Select(name => operation.Client.ListAsync(KnownTypes.Pods, new ListFilter(name), cancellationToken)));
        var all = pods.SelectMany(list => list).ToArray();
        return [.. workloads.SelectMany(workload => WorkloadRules.PodsOf(workload.Live ?? workload.Manifest, all),
            (workload, pod) => PlannedObject.Deletion(workload.Stage, pod))];
    }

    /// <summary>Deletes stage after stage. The next one begins when nothing of the one before runs any more; in the end all of them are
    /// gone. Where the operation does not wait, everything is deleted without waiting for anything.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="order">The place of a stage.</param>
    /// <param name="starting">Called with a stage and how far the removal is, in per cent, when the stage begins.</param>
    /// <param name="cancellationToken">Ends it; the same removal run again completes it.</param>
    /// <param name="podsMayLinger">Whether it is enough that nothing of the pods runs any more: a kubelet may keep their objects for a
    /// minute longer, in which what is created again would have no wires.</param>
    public async Task RunAsync(IEnumerable<PlannedObject> objects, Func<string, int> order, Action<string, int> starting,
        CancellationToken cancellationToken, bool podsMayLinger = false)
    {
        PlannedObject[][] stages =
            [.. objects.GroupBy(item => item.Stage).OrderBy(group => order(group.Key)).Select(group => group.ToArray())];
        var leaving = new List<PlannedObject>();
        for (var i = 0; i < stages.Length; i++)
        {
            starting(stages[i][0].Stage, 100 * i / stages.Length);
            PlannedObject[] all = operation.Run.Wait ? [.. stages[i], .. await PodsOfAsync(stages[i], cancellationToken)] : [];
            await operation.DeleteAsync(stages[i], cancellationToken);
            await WaitAsync(all, RemovalRules.EvaluateStopped, operation.Report, cancellationToken);
            leaving.AddRange(all.Where(item => item.Key.Kind == KnownTypes.Pods.Kind));
        }

        // Pods that have stopped were reported as gone already.
        await WaitAsync(podsMayLinger ? [] : leaving, RemovalRules.Evaluate, _ => { }, cancellationToken);
    }

    /// <summary>What is still being deleted must be gone before it is applied again.</summary>
    public async Task WaitForLeaversAsync(IEnumerable<PlannedObject> objects, CancellationToken cancellationToken)
    {
        PlannedObject[] leaving = [.. objects.Where(item => item.Live is not null && item.Live.IsTerminating())];
        if (leaving.Length > 0)
        {
            operation.Step("Waiting until the old objects are gone", 0);
            await WaitUntilGoneAsync(leaving, cancellationToken);
        }
    }

    /// <summary>Waits until objects are gone.</summary>
    /// <exception cref="NsmException">RemovalBlocked, with what keeps each of them.</exception>
    public Task WaitUntilGoneAsync(IReadOnlyCollection<PlannedObject> objects, CancellationToken cancellationToken) =>
        WaitAsync(objects, RemovalRules.Evaluate, operation.Report, cancellationToken);

    private async Task WaitAsync(IReadOnlyCollection<PlannedObject> objects, Func<ClusterView, ObjectKey, string?, WaitItem> rule,
        Action<WaitItem> report, CancellationToken cancellationToken)
    {
        try
        {
            await new Applier(operation.Client, operation.Reasons())
                .WaitUntilGoneAsync(objects, rule, operation.Limits, report, cancellationToken);
        }
        catch (WaitFailure failure)
        {
            var remedy = string.Join(" ", failure.Items.Select(item => item.Remedy).Where(text => text.Length > 0).Distinct());
            throw new NsmException(
                NsmErrors.RemovalBlocked,
                $"Not gone within {operation.Timeout.TotalSeconds:0} s: "
                    + string.Join("\n", WaitCause.Of(failure.Items)),
                failure.Items.FirstOrDefault()?.Target)
            { Remedy = remedy.Length > 0 ? remedy : NsmErrors.RemovalBlocked.Remedy };
        }
    }
}
