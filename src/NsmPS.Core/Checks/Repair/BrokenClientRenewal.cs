using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Operations;
using NsmPS.Samples;

namespace NsmPS.Checks.Repair;

/// <summary>Recreates single clients of a sample: no more at once than forwarders can take, while the others keep their wires.</summary>
internal sealed class BrokenClientRenewal(RepairedSample sample, Operation operation)
{
    private const string Waits = "its pods are being created";

    private JsonObject Deployment { get; } = sample.Plan.Objects.First(item => item.Live is not null
        && item.Key.Name == sample.Plan.Sample!.File.Client.Deployment).Live!;

    /// <summary>Carries it out.</summary>
    /// <param name="clearLinks">Removes what is left of their wires; called while nothing of them runs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<Task> clearLinks, CancellationToken cancellationToken)
    {
        PlannedObject[][] steps = [.. Steps()];
        for (var i = 0; i < steps.Length; i++)
        {
            operation.Step($"Recreating clients of sample {sample.Plan.Sample!.Info.Name}, {steps.Take(i).Sum(step => step.Length)} of "
                + $"{sample.Broken.Count}", 72);
            await SampleCreator.RemoveAsync(operation, steps[i], cancellationToken);
            await clearLinks();
            var left = steps.Skip(i + 1).SelectMany(step => step).Select(item => item.Key).ToHashSet();
            await operation.WaitAsync(WorkloadRules.WatchedIn(sample.Plan.Namespace), view => Others(view, left), cancellationToken);
        }
    }

    /// <summary>Some of each node.</summary>
    private IEnumerable<PlannedObject[]> Steps() => sample.Broken
        .GroupBy(item => item.Manifest.NodeName() ?? "", StringComparer.Ordinal)
        .SelectMany(node => node.Select((item, place) => (item, step: place / ClientSteps.OfANode)))
        .GroupBy(entry => entry.step, entry => entry.item)
        .Select(step => step.ToArray());

    /// <summary>How the clients are doing whose turn has been, or that are sound.</summary>
    private IReadOnlyList<WaitItem> Others(ClusterView view, HashSet<ObjectKey> left)
    {
        JsonObject[] others = [.. WorkloadRules.LivingPodsOf(Deployment, view.Of(KnownTypes.Pods)).Where(pod => !left.Contains(pod.Key()))];
        return
        [
            others.Length < Deployment.Number("spec", "replicas") - left.Count
                ? new WaitItem(Deployment.Key().ToString(), NsmState.Pending, Waits)
                : new WaitItem(Deployment.Key().ToString(), NsmState.Ready),
            .. others.Select(PodRules.Evaluate),
        ];
    }
}
