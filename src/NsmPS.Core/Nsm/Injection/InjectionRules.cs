using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;

namespace NsmPS.Nsm.Injection;

/// <summary>Whether NSM's webhook should have, and has, added its containers.</summary>
internal static class InjectionRules
{
    public static bool IsWanted(JsonObject item) => Generation.All.Any(generation => item.At("metadata", "annotations", generation.InjectionAnnotation) is not null);

    /// <summary>Whether a workload, or the pods it makes, ask for wires: NSM v1 also heeds the annotation of a pod template, when the pods are created.</summary>
    public static bool IsUser(JsonObject workload) => IsWanted(workload) || workload.At("spec", "template", "metadata", "annotations", NsmNames.InjectionV1Annotation) is not null;

    /// <summary>For a workload its template counts, for a pod its own spec.</summary>
    public static bool IsDone(JsonObject item) => (item.At("spec", "template", "spec") ?? item.At("spec")).Items("initContainers")
        .Any(container => Generation.All.Any(generation => container.Text("name") == generation.InitContainer));
}
