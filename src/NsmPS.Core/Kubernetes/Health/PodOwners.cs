using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Health;

internal static class PodOwners
{
    private const string HashLabel = "pod-template-hash";

    /// <summary>The name of the workload that made a pod: of its Deployment where a ReplicaSet stands between them. Empty for a pod that
    /// no workload made.</summary>
    public static string WorkloadOf(JsonObject pod)
    {
        var owner = pod.Items("metadata", "ownerReferences").FirstOrDefault();
        var name = owner.Text("name") ?? "";

        // A Deployment names its ReplicaSets after itself and after the hash of their template. Others have no such label.
        return owner.Text("kind") == "ReplicaSet" && pod.Label(HashLabel) is { Length: > 0 } hash
            && name.EndsWith($"-{hash}", StringComparison.Ordinal) ? name[..^(hash.Length + 1)] : name;
    }
}
