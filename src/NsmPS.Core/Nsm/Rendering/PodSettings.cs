using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Nsm.Rendering;

/// <summary>Sets what differs from cluster to cluster in the pods of workloads.</summary>
internal static class PodSettings
{
    /// <summary>Where kubelets keep their files unless they are told otherwise.</summary>
    public const string UsualKubelet = "/var/lib/kubelet";

    private const string PullSecretsField = "imagePullSecrets";

    /// <summary>The Secrets with which the images of every workload are pulled. The containers that NSM adds to a client are pulled with
    /// those of the client's own pod.</summary>
    public static Action<JsonObject> PullSecrets(IReadOnlyList<string> names) => item =>
    {
        if (names.Count > 0 && item.At("spec", "template", "spec") is JsonObject spec)
        {
            spec[PullSecretsField] = new JsonArray([.. names.Select(name => (JsonNode)new JsonObject { ["name"] = name })]);
        }
    };

    /// <summary>The names of the Secrets of a workload.</summary>
    public static IReadOnlyList<string> PullSecretsOf(JsonObject? workload) =>
        [.. workload.Items("spec", "template", "spec", PullSecretsField).Select(entry => entry.Text("name")).OfType<string>()];

    /// <summary>Takes the kubelet's files from another folder of the nodes. In the containers they stay where NSM looks for them.</summary>
    public static Action<JsonObject> Kubelet(string? folder) => item =>
    {
        foreach (var volume in item.Items("spec", "template", "spec", "volumes"))
        {
            if (folder is not null && volume.Text("hostPath", "path") is { } path
                && (path == UsualKubelet || path.StartsWith(UsualKubelet + "/", StringComparison.Ordinal)))
            {
                volume.Ensure("hostPath")["path"] = folder + path[UsualKubelet.Length..];
            }
        }
    };
}
