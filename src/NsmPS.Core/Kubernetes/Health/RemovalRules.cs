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
        view.Find(key) is not { } item || (uid is not null && item.Text("metadata", "uid") != uid)
            ? new WaitItem(key.ToString(), NsmState.Absent)
            : new WaitItem(key.ToString(), NsmState.Removing, Obstacle(item));

    /// <summary>
    /// As <see cref="Evaluate"/>, but a pod whose containers have all ended counts as gone: nothing of it runs any more, while the kubelet
    /// may take ten seconds more to give it up.
    /// </summary>
    public static WaitItem EvaluateStopped(ClusterView view, ObjectKey key, string? uid) =>
        view.Find(key) is { } item && item.Kind() == "Pod" && item.IsTerminating() && HasStopped(item)
            ? new WaitItem(key.ToString(), NsmState.Absent)
            : Evaluate(view, key, uid);

    private static bool HasStopped(JsonObject pod)
    {
        var containers = pod.Items("status", "initContainerStatuses").Concat(pod.Items("status", "containerStatuses")).ToArray();
        return containers.Length > 0 && containers.All(container => container.At("state", "running") is null);
    }

    private static string Obstacle(JsonObject item)
    {
        var finalizers = Strings(item.At("metadata", "finalizers")).Concat(Strings(item.At("spec", "finalizers"))).ToArray();
        var conditions = item.Items("status", "conditions")
            .Where(condition => condition.Text("status") == "True"
                && condition.Text("type") is "NamespaceContentRemaining" or "NamespaceFinalizersRemaining")
            .Select(condition => condition.Text("message")).ToArray();
        return conditions.Length > 0 ? string.Join("; ", conditions)
            : finalizers.Length > 0 ? $"finalizers {string.Join(", ", finalizers)}"
            : item.IsTerminating() ? "it is shutting down"
            : "it is not deleted yet";
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node is JsonArray array ? array.Select(entry => entry.Text() ?? "") : [];
}
