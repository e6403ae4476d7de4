using System.Globalization;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Workloads;

/// <summary>Reads what controllers need of objects.</summary>
internal static class ItemReading
{
    /// <summary>The whole number at a path; 0 when it is missing.</summary>
    public static int Amount(this JsonNode? node, params ReadOnlySpan<string> path) => node.NumberOrNull(path) ?? 0;

    /// <summary>The namespace; empty for an object without.</summary>
    public static string Space(this JsonObject item) => item.Namespace() ?? "";

    /// <summary>The node that a pod has; null before it is scheduled.</summary>
    public static string? Node(this JsonObject pod) => pod.Text("spec", "nodeName");

    /// <summary>The reference to the controller that made the object; null when there is none.</summary>
    public static JsonObject? Controller(this JsonObject item) =>
        item.Items("metadata", "ownerReferences").FirstOrDefault(owner => owner.Text("controller") == "true");

    /// <summary>A moment as objects carry it; null when there is none.</summary>
    public static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
