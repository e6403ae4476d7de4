using System.Globalization;
using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes;

/// <summary>Reads Kubernetes objects, which travel as raw JSON so that no field is lost.</summary>
internal static class JsonNodeExtensions
{
    /// <summary>The node at a path; null when any step of it is missing.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            node = (node as JsonObject)?[step];
        }

        return node;
    }

    /// <summary>The text at a path; null when it is missing or no scalar.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value ? value.TryGetValue(out string? text) ? text : value.ToJsonString() : null;

    /// <summary>The whole number at a path; 0 when it is missing. Quantities without a suffix count as numbers.</summary>
    public static long Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        long.TryParse(node.Text(path), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The whole number at a path; null when it is missing.</summary>
    public static int? NumberOrNull(this JsonNode? node, params ReadOnlySpan<string> path) =>
        int.TryParse(node.Text(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The objects of the array at a path; empty when it is missing.</summary>
    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonObject>() : [];

    /// <summary>The texts of the array at a path; empty when it is missing.</summary>
    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.Select(entry => entry.Text()).OfType<string>() : [];

    /// <summary>The object at a path, made where it is missing.</summary>
    public static JsonObject Ensure(this JsonObject node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (node[step] is not JsonObject next)
            {
                next = [];
                node[step] = next;
            }

            node = next;
        }

        return node;
    }

    public static string Kind(this JsonObject item) => item.Text("kind") ?? "";

    public static string Name(this JsonObject item) => item.Text("metadata", "name") ?? "";

    public static string? Namespace(this JsonObject item) => item.Text("metadata", "namespace");

    public static string? Uid(this JsonNode? item) => item.Text("metadata", "uid");

    /// <summary>The node that a pod is on; null before it has one.</summary>
    public static string? NodeName(this JsonNode? pod) => pod.Text("spec", "nodeName");

    public static string? Label(this JsonObject item, string label) => item.Text("metadata", "labels", label);

    public static bool IsTerminating(this JsonObject item) => item.At("metadata", "deletionTimestamp") is not null;

    /// <summary>The condition of a type in <c>status.conditions</c>; null when it is not reported.</summary>
    public static JsonObject? Condition(this JsonObject item, string type) =>
        item.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    public static bool HasCondition(this JsonObject item, string type) => item.Condition(type).Text("status") == "True";

    public static JsonObject Clone(this JsonObject item) => item.DeepClone().AsObject();
}
