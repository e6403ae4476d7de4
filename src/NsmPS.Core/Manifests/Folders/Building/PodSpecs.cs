using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Manifests.Folders.Building;

/// <summary>Where objects hold pods.</summary>
internal static class PodSpecs
{
    /// <summary>The pod that an object makes or is, with its metadata; null when it has none.</summary>
    public static JsonObject? Template(JsonObject item) => item.Kind() switch
    {
        "Pod" => item,
        "CronJob" => item.At("spec", "jobTemplate", "spec", "template") as JsonObject,
        _ when item.At("spec", "template", "spec", "containers") is JsonArray => item.At("spec", "template") as JsonObject,
        _ => null,
    };

    /// <summary>The containers of a pod, of whatever sort.</summary>
    public static IEnumerable<JsonObject> Containers(JsonObject pod) =>
        pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")).Concat(pod.Items("spec", "ephemeralContainers"));
}
