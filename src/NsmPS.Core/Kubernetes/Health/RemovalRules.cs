using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Health;

/// <summary>Whether objects are gone.</summary>
internal static class RemovalRules
{
    /// <summary>What a wait for the end of objects must watch.</summary>
    public static IReadOnlyList<Watched> WatchedFor(IEnumerable<(ResourceType Type, ObjectKey Key)> objects) =>
        [.. objects.Select(entry => new Watched(entry.Type, new ListFilter(entry.Key.Namespace))).Distinct()];

    /// <summary>An object that is gone, or was recreated with another uid, is Absent.</summary>
    public static WaitItem Evaluate(ClusterView view, ObjectKey key, string? uid) =>
        view.Find(key) is not { } item || (uid is not null && item.Uid() != uid)
            ? new WaitItem(key.ToString(), NsmState.Absent)
            : Removing(item);

    /// <summary>As <see cref="Evaluate"/>, but a pod whose containers have all ended counts as gone: nothing of it runs any more, while the
    /// kubelet may take ten seconds more to give it up.</summary>
    public static WaitItem EvaluateStopped(ClusterView view, ObjectKey key, string? uid) =>
        view.Find(key) is { } item && item.Kind() == "Pod" && item.IsTerminating() && HasStopped(item)
            ? new WaitItem(key.ToString(), NsmState.Absent)
            : Evaluate(view, key, uid);

    private static bool HasStopped(JsonObject pod)
    {
        var containers = pod.Items("status", "initContainerStatuses").Concat(pod.Items("status", "containerStatuses")).ToArray();
        return containers.Length > 0 && containers.All(container => container.At("state", "running") is null);
    }

    private static WaitItem Removing(JsonObject item)
    {
        var obstacles = DeletionObstacles.Of(item);
        string[] finalizers = [.. Strings(item.At("metadata", "finalizers"))];
        var reason = obstacles.Reasons.Count > 0 ? string.Join("; ", obstacles.Reasons)
            : finalizers.Length > 0 ? $"finalizers {string.Join(", ", finalizers)}"
            : item.Kind() == "Namespace" && item.IsTerminating() ? "its objects are being deleted"
            : item.IsTerminating() ? "it is shutting down"
            : "it is not deleted yet";
        return new WaitItem(item.Key().ToString(), NsmState.Removing, reason) { Remedy = obstacles.Remedy };
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node is JsonArray array ? array.Select(entry => entry.Text() ?? "") : [];
}
