using System.Globalization;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Store;

/// <summary>Reading and preparing Kubernetes objects.</summary>
internal static class JsonObjects
{
    public const string MetadataField = "metadata";
    public const string StatusField = "status";

    public static JsonObject Copy(this JsonObject item) => (JsonObject)item.DeepClone();

    /// <summary>The node at a path; null when there is none.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (string step in path)
        {
            node = (node as JsonObject)?[step];
        }

        return node;
    }

    /// <summary>The scalar at a path as text; null when there is none.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) switch
    {
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    public static int? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        int.TryParse(node.Text(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>The objects of a list at a path.</summary>
    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonArray list ? list.OfType<JsonObject>() : [];

    /// <summary>A child object, made where there is none.</summary>
    public static JsonObject Child(this JsonObject item, string name)
    {
        if (item[name] is not JsonObject child)
        {
            item[name] = child = [];
        }

        return child;
    }

    public static JsonObject Metadata(this JsonObject item) => item.Child(MetadataField);

    public static string Name(this JsonObject item) => item.Text(MetadataField, "name") ?? "";

    public static string? Namespace(this JsonObject item) => item.Text(MetadataField, "namespace");

    public static string? Uid(this JsonObject item) => item.Text(MetadataField, "uid");

    public static long Version(this JsonObject item) => long.TryParse(item.Text(MetadataField, "resourceVersion"), CultureInfo.InvariantCulture, out long version) ? version : 0;

    public static bool IsTerminating(this JsonObject item) => item.At(MetadataField, "deletionTimestamp") is not null;

    public static IReadOnlyList<string> Finalizers(this JsonObject item) => [.. (item.At(MetadataField, "finalizers") as JsonArray ?? []).Select(node => node.Text() ?? "")];

    /// <summary>Sets a value only where there is none.</summary>
    public static void Default(this JsonObject item, string name, JsonNode value)
    {
        if (item[name] is null)
        {
            item[name] = value;
        }
    }

    /// <summary>Takes fields without a value away, as typed clients send them.</summary>
    public static void DropNulls(JsonNode? node)
    {
        if (node is JsonObject map)
        {
            foreach (string name in map.Where(pair => pair.Value is null).Select(pair => pair.Key).ToArray())
            {
                map.Remove(name);
            }

            foreach ((_, JsonNode? value) in map)
            {
                DropNulls(value);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (JsonNode? item in list)
            {
                DropNulls(item);
            }
        }
    }

    /// <summary>A time as objects carry it.</summary>
    public static string Stamp(this DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
