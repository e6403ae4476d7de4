using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Health;

/// <summary>Why a pod is not ready, as a pure function of it.</summary>
internal static class PodRules
{
    /// <summary>The kubelet goes to and fro between the two.</summary>
    private const string ErrImagePull = "ErrImagePull";
    private const string ImagePullBackOff = "ImagePullBackOff";

    private static readonly HashSet<string> s_hopeless = new(StringComparer.Ordinal)
    {
        "InvalidImageName", "ErrImageNeverPull", "CreateContainerConfigError"
    };
    private static readonly HashSet<string> s_doubtful = new(StringComparer.Ordinal)
    {
        "CrashLoopBackOff", ImagePullBackOff, ErrImagePull, "CreateContainerError", "RunContainerError"
    };

    /// <summary>Whether all containers have ended for good: it is done, has failed, or was evicted. Such a pod stays as an object, holds
    /// nothing, and is replaced by its workload.</summary>
    public static bool HasEnded(JsonObject pod) => pod.Text("status", "phase") is "Succeeded" or "Failed";

    /// <summary>Whether a pod counts: it has not ended, and is not being deleted.</summary>
    public static bool IsLiving(JsonObject pod) => !pod.IsTerminating() && !HasEnded(pod);

    public static WaitItem Evaluate(JsonObject pod)
    {
        var target = pod.Key().ToString();
        if (pod.IsTerminating())
        {
            return new WaitItem(target, NsmState.Removing, "it is being deleted");
        }

        foreach (var container in pod.Items("status", "initContainerStatuses").Concat(pod.Items("status", "containerStatuses")))
        {
            if (Waiting(pod, container, target) is { } item)
            {
                return item;
            }
        }

        if (pod.Condition("PodScheduled") is { } scheduled && scheduled.Text("status") == "False")
        {
            return new WaitItem(target, NsmState.Pending, $"it cannot be scheduled: {scheduled.Text("message")}", Doubtful: true);
        }

        return pod.Text("status", "phase") switch
        {
            "Failed" => new WaitItem(target, NsmState.Failed, pod.Text("status", "message") ?? "it has failed"),
            "Running" when pod.HasCondition("Ready") => new WaitItem(target, NsmState.Ready),
            "Running" => Unready(pod, target),
            "Pending" => Starting(pod, target),
            var phase => new WaitItem(target, NsmState.Pending, $"phase {phase}"),
        };
    }

    private static WaitItem Unready(JsonObject pod, string target)
    {
        JsonObject[] containers = [.. NotReady(pod)];

        // Every container of a pod whose node is lost still counts as ready.
        return containers.Length == 0
            ? new WaitItem(target, NsmState.Pending, $"it is not ready: {Cause(pod)} on node "
                + $"{pod.NodeName()}")
            : new WaitItem(target, NsmState.Pending, "containers not ready: "
                + $"{string.Join(", ", containers.Select(container => container.Text("name")))}", Pod: Where(pod, containers[0]));
    }

    /// <summary>Older Kubernetes gives no reason where it is the node.</summary>
    private static string Cause(JsonObject pod) => pod.Condition("Ready").Text("reason")
        ?? (pod.Items("spec", "readinessGates").Any() ? "its readiness gates" : "all its containers are, so its kubelet does not report");

    private static WaitItem? Waiting(JsonObject pod, JsonObject container, string target)
    {
        var name = container.Text("name") ?? "";
        if (container.Text("state", "waiting", "reason") is not { } reason
            || (!s_hopeless.Contains(reason) && !s_doubtful.Contains(reason)))
        {
            return null;
        }

        var text = $"container {name}: {reason}";
        if (container.At("lastState", "terminated") is JsonObject ended)
        {
            text += $", last ended with exit code {ended.Number("exitCode")} ({ended.Text("reason")}), "
                + $"{container.Number("restartCount")} restarts";
        }
        else if (container.Text("state", "waiting", "message") is { } message)
        {
            text += $": {message}";
        }

        var item = s_hopeless.Contains(reason)
            ? new WaitItem(target, NsmState.Failed, text, Pod: Where(pod, container))
            : new WaitItem(target, NsmState.Pending, text, Doubtful: true, Pod: Where(pod, container));
        return item with { Cause = $"container {name}: {(reason == ImagePullBackOff ? ErrImagePull : reason)}" };
    }

    private static IEnumerable<JsonObject> NotReady(JsonObject pod) =>
        pod.Items("status", "containerStatuses").Where(container => container.Text("ready") != "true");

    /// <summary>An init container may wait for something; its log says for what.</summary>
    private static WaitItem Starting(JsonObject pod, string target) =>
        pod.Items("status", "initContainerStatuses").FirstOrDefault(container => container.At("state", "running") is not null) is { } init
            ? new WaitItem(target, NsmState.Pending, $"init container {init.Text("name")} is at work", Pod: Where(pod, init))
            : new WaitItem(target, NsmState.Pending, "its containers are being created");

    private static PodContainer Where(JsonObject pod, JsonObject container) =>
        new(pod.Namespace() ?? "", pod.Name(), container.Text("name") ?? "", Restarted: container.Number("restartCount") > 0);
}
