using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Names;

namespace NsmPS.Nsm.Injection;

/// <summary>Which pods have their wires in a VPP.</summary>
internal static class MemifRules
{
    private const string Scheme = "memif://";
    private const string Vpp = "vpp";

    /// <summary>How the names of NSM v1's images begin.</summary>
    private const string Command = "cmd";

    /// <summary>Whether a pod, or a workload by its annotation, asks for a shared memory interface.</summary>
    public static bool Asks(JsonObject item) => IsMemif(item.Text("metadata", "annotations", NsmNames.InjectionV1Annotation))
        || Containers(item).SelectMany(container => container.Items("env"))
            .Any(variable => variable.Text("name") == NsmNames.RequestV1Variable && IsMemif(variable.Text("value")));

    /// <summary>Whether a pod that has to do with wires has them in a VPP: it asks for such a one, or runs an image of NSM v1 that names
    /// VPP. An endpoint says it nowhere else.</summary>
    public static bool IsInVpp(JsonObject pod) => Asks(pod)
        || Containers(pod).Any(container => Words(container.Text("image") ?? "") is [Command, .. var words] && words.Contains(Vpp));

    private static IEnumerable<JsonObject> Containers(JsonObject pod) => pod.Items("spec", "containers");

    private static bool IsMemif(string? requests) =>
        requests is not null && requests.Split(',').Any(request => request.StartsWith(Scheme, StringComparison.Ordinal));

    /// <summary>The words of an image's own name.</summary>
    private static string[] Words(string image) => image[(image.LastIndexOf('/') + 1)..].Split(':', '@')[0].Split('-', '_', '.');
}
