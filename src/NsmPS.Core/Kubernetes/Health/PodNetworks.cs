using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Health;

/// <summary>Whose network a pod lives in.</summary>
internal static class PodNetworks
{
    /// <summary>Whether the pod has no network of its own and uses its node's.</summary>
    public static bool IsHost(JsonObject pod) =>
        pod.At("spec", "hostNetwork") is JsonValue value && value.TryGetValue(out bool flag) && flag;
}
