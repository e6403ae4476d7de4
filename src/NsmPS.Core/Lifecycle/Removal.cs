using NsmPS.Apply;
using NsmPS.Cluster;
using NsmPS.Health;

namespace NsmPS.Lifecycle;

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

    /// <summary>Waits until objects are gone.</summary>
    /// <exception cref="NsmException">RemovalBlocked, with what keeps each of them.</exception>
    public async Task WaitUntilGoneAsync(IReadOnlyCollection<PlannedObject> objects, CancellationToken cancellationToken)
    {
        try
        {
            await new Applier(client).WaitUntilGoneAsync(objects, operation.Limits, operation.Report, cancellationToken);
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
