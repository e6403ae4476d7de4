using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Mesh.Updates;

/// <summary>Lets every node of the mesh pull the images of an update before anything is changed. A DaemonSet ends the old pod before the
/// new one is there: an image that cannot be had would cost the node its running manager, and with it its wires.</summary>
internal sealed class ImageCheck(LifecyclePlan plan, Operation operation)
{
    private const string PodPrefix = "nsmps-image-check-";

    private static readonly TimeSpan s_cleanUp = TimeSpan.FromMinutes(1);

    /// <summary>After Ctrl+C there is no waiting.</summary>
    private static readonly TimeSpan s_briefCleanUp = TimeSpan.FromSeconds(1);

    /// <exception cref="NsmException">ImagesNotPulled, with the image and node of each failure.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        PlannedObject[] changed = [.. plan.Objects.Where(ImageCheckPods.AreNeededFor)];
        if (changed.Length == 0)
        {
            return;
        }

        operation.Step("Letting every node pull the new images", 0);
        Watched[] watched = [.. changed.Select(item => item.Key.Namespace).Distinct(StringComparer.Ordinal)
            .Select(name => new Watched(KnownTypes.Pods, new ListFilter(name, OwnNames.ImageCheckLabel)))];
        await RemoveLeftoversAsync(watched, cancellationToken);
        var run = Guid.NewGuid().ToString("N")[..8];
        var nodes = await NodesAsync(cancellationToken);
        JsonObject[] pods = [.. changed.SelectMany(item => nodes, (item, node) => (item, node)).Select((entry, index) =>
            ImageCheckPods.Create(entry.item.Manifest, entry.item.Live!, entry.node,
                FormattableString.Invariant($"{PodPrefix}{run}-{index}"), operation.Timeout))];
        try
        {
            await Task.WhenAll(pods.Select(pod => operation.Client.CreateAsync(pod, dryRun: false, cancellationToken)));
            ObjectKey[] keys = [.. pods.Select(pod => pod.Key())];
            await operation.WaitAsync(watched, view => [.. keys.Select(key => ImageCheckPods.Evaluate(key, view.Find(key)))],
                cancellationToken);
        }
        catch (WaitFailure failure)
        {
            throw NotPulled(failure, pods);
        }
        finally
        {
            await CleanUpAsync(pods, cancellationToken.IsCancellationRequested ? s_briefCleanUp : s_cleanUp);
        }
    }

    /// <summary>Also after a cancellation, because a pod that cannot get its image goes on
    /// trying; what cannot be removed must not hide what happened.</summary>
    private async Task CleanUpAsync(JsonObject[] pods, TimeSpan limit)
    {
        using var own = new CancellationTokenSource(limit, operation.Cluster.Time);
        try
        {
            await RemoveAsync(pods, own.Token);
        }
        catch (Exception exception) when (exception is NsmException or OperationCanceledException)
        {
            operation.Warn($"Pods with the label {OwnNames.ImageCheckLabel} could not be removed; the next update removes them.");
        }
    }

    private NsmException NotPulled(WaitFailure failure, JsonObject[] pods)
    {
        var nodes = pods.ToDictionary(pod => pod.Key().ToString(), pod => pod.NodeName(), StringComparer.Ordinal);
        var reasons = failure.Items.GroupBy(item => item.Reason, item => nodes[item.Target], StringComparer.Ordinal)
            .Select(group => $"{group.Key} (on {string.Join(", ", group)})");
        var before = plan.Before is { } revision ? $"; revision {revision} goes on running" : "";
        return operation.Cluster.Error(NsmErrors.ImagesNotPulled, $"Nothing was changed{before}, because nodes cannot get the "
            + $"images:\n{string.Join("\n", reasons)}", failure.Items.FirstOrDefault()?.Target);
    }

    /// <summary>The nodes that a manager runs on: there the forwarder runs too, and the webhook may.</summary>
    private async Task<string[]> NodesAsync(CancellationToken cancellationToken)
    {
        var manager = plan.Objects.First(item => item.Key is { Kind: "DaemonSet", Name: NsmNames.ManagerDaemonSet });
        var pods = await operation.Client.ListAsync(KnownTypes.Pods, new ListFilter(plan.Namespace), cancellationToken);
        return [.. WorkloadRules.LivingPodsOf(manager.Manifest, pods)
            .Select(pod => pod.NodeName()).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A shell that was killed during an update leaves its pods behind.</summary>
    private async Task RemoveLeftoversAsync(Watched[] watched, CancellationToken cancellationToken)
    {
        var left = await Task.WhenAll(watched.Select(entry => operation.Client.ListAsync(entry.Type, entry.Filter, cancellationToken)));
        await RemoveAsync(left.SelectMany(list => list), cancellationToken);
    }

    private async Task RemoveAsync(IEnumerable<JsonObject> pods, CancellationToken cancellationToken) =>
        await Task.WhenAll(pods.Select(pod => operation.Client.DeleteAsync(pod.Key(), uid: null, cancellationToken)));
}
