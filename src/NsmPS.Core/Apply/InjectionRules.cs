using System.Text.Json.Nodes;
using NsmPS.Cluster;

namespace NsmPS.Apply;

/// <summary>Whether NSM's webhook should have, and has, added its containers.</summary>
internal static class InjectionRules
{
    public static bool IsWanted(JsonObject item) => item.At("metadata", "annotations", KubeNames.InjectionAnnotation) is not null;

    /// <summary>For a workload its template counts, for a pod its own spec.</summary>
    public static bool IsDone(JsonObject item) => (item.At("spec", "template", "spec") ?? item.At("spec")).Items("initContainers")
        .Any(container => container.Text("name") == KubeNames.InitContainer);
}
