using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Checks.Prerequisites;

/// <summary>Where the kubelets keep their files, as far as pods tell: drivers and plugins mount folders of it. No API of Kubernetes tells
/// it, not the kubelet's configuration either.</summary>
internal static class KubeletFolder
{
    private static readonly string[] s_inside = ["/device-plugins", "/plugins_registry", "/pod-resources"];

    /// <summary>Each folder that pods of others mount, with one pod that does.</summary>
    public static IReadOnlyDictionary<string, string> Find(IEnumerable<JsonObject> pods) =>
        (from pod in pods
         from volume in pod.Items("spec", "volumes")
         let path = volume.Text("hostPath", "path")?.TrimEnd('/') ?? ""
         let inside = s_inside.FirstOrDefault(end => path.EndsWith(end, StringComparison.Ordinal))
         where inside is not null
         group pod.Key().ToString() by path[..^inside.Length])
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
}
