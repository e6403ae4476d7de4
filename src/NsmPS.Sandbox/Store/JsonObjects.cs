using System.Globalization;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Store;

/// <summary>Reading and preparing Kubernetes objects.</summary>
internal static class JsonObjects
{
    public const string MetadataField = "metadata";
    public const string StatusField = "status";

    public static JsonObject Metadata(this JsonObject item) => item.Ensure(MetadataField);

    public static long Version(this JsonObject item) =>
        long.TryParse(item.Text(MetadataField, "resourceVersion"), CultureInfo.InvariantCulture, out var version) ? version : 0;

    public static IReadOnlyList<string> Finalizers(this JsonObject item) =>
        [.. (item.At(MetadataField, "finalizers") as JsonArray ?? []).Select(node => node.Text() ?? "")];

    /// <summary>The uid of the controller that made the object; null when none did.</summary>
    public static string? ControllerUid(this JsonObject item)
    {
        if (item.At(MetadataField, "ownerReferences") is JsonArray owners)
        {
            foreach (var owner in owners)
            {
                if (owner.Text("controller") == "true")
                {
                    return owner.Text("uid");
                }
            }
        }

        return null;
    }

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
            foreach (var name in map.Where(pair => pair.Value is null).Select(pair => pair.Key).ToArray())
            {
                map.Remove(name);
            }

            foreach ((_, var value) in map)
            {
                DropNulls(value);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                DropNulls(item);
            }
        }
    }

    /// <summary>A time as objects carry it.</summary>
    public static string Stamp(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
