using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Health;

internal static class PodOwners
{
    private const string HashLabel = "pod-template-hash";
    private const string ReplicaSet = "ReplicaSet";

    private static readonly string?[] s_recreating = [ReplicaSet, "ReplicationController", KnownTypes.StatefulSets.Kind,
        KnownTypes.DaemonSets.Kind];

    /// <summary>The name of the workload that made a pod: of its Deployment where a ReplicaSet stands between them. Empty for a pod that
    /// no workload made.</summary>
    public static string WorkloadOf(JsonObject pod)
    {
        var owner = Controller(pod);
        var name = owner.Text("name") ?? "";

        // A Deployment names its ReplicaSets after itself and after the hash of their template. Others have no such label.
        return owner.Text("kind") == ReplicaSet && pod.Label(HashLabel) is { Length: > 0 } hash
            && name.EndsWith($"-{hash}", StringComparison.Ordinal) ? name[..^(hash.Length + 1)] : name;
    }

    /// <summary>Whether a workload has made a pod. A Deployment makes its pods through ReplicaSets.</summary>
    public static bool IsOf(JsonObject pod, JsonObject workload) => Controller(pod) is { } owner
        && (owner.Text("kind") == workload.Kind() || (owner.Text("kind") == ReplicaSet && workload.Kind() == KnownTypes.Deployments.Kind))
        && WorkloadOf(pod) == workload.Name();

    /// <summary>Whether a pod that is deleted comes again and loses no work by it. Pods of jobs do lose it, and what controllers of others
    /// do nobody knows.</summary>
    public static bool IsRecreated(JsonObject pod) => s_recreating.Contains(Controller(pod).Text("kind"));

    /// <summary>The owner that answers for a pod; others only let it go with them.</summary>
    private static JsonObject? Controller(JsonObject pod)
    {
        JsonObject[] owners = [.. pod.Items("metadata", "ownerReferences")];
        return owners.FirstOrDefault(owner => owner.Text("controller") == "true")
            ?? owners.FirstOrDefault(owner => owner["controller"] is null);
    }
}
