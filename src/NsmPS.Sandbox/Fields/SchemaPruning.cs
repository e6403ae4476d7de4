using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Fields;

/// <summary>Takes away what a definition's schema does not know, and fills its defaults.</summary>
internal static class SchemaPruning
{
    private const string PreserveUnknown = "x-kubernetes-preserve-unknown-fields";
    private const string Properties = "properties";
    private const string AdditionalProperties = "additionalProperties";

    /// <summary>The fields that were taken away.</summary>
    public static IReadOnlyList<string> Prune(JsonObject item, JsonObject schema)
    {
        var removed = new List<string>();
        Prune(item, schema, "", removed, top: true);
        return removed;
    }

    private static void Prune(JsonNode? node, JsonObject schema, string path, List<string> removed, bool top)
    {
        if (node is JsonArray list && schema["items"] is JsonObject items)
        {
            for (int i = 0; i < list.Count; i++)
            {
                Prune(list[i], items, $"{path}[{i}]", removed, top: false);
            }
        }
        else if (node is JsonObject map)
        {
            PruneMap(map, schema, path, removed, top);
        }
    }

    private static void PruneMap(JsonObject map, JsonObject schema, string path, List<string> removed, bool top)
    {
        var properties = schema[Properties] as JsonObject;
        foreach ((string name, JsonNode? property) in properties ?? [])
        {
            if (property.At("default") is { } value && !map.ContainsKey(name))
            {
                map[name] = value.DeepClone();
            }
        }

        // Embedded objects have the fields that every object has.
        bool isObject = top || schema.Text("x-kubernetes-embedded-resource") == "true";
        foreach ((string name, JsonNode? value) in map.ToArray())
        {
            string at = path.Length == 0 ? name : $"{path}.{name}";
            if (isObject && name is "apiVersion" or "kind" or JsonObjects.MetadataField)
            {
                continue;
            }

            if (properties?[name] is JsonObject known)
            {
                Prune(value, known, at, removed, top: false);
            }
            else if (schema[AdditionalProperties] is JsonObject additional)
            {
                Prune(value, additional, at, removed, top: false);
            }
            else if (schema.Text(PreserveUnknown) != "true" && schema.Text(AdditionalProperties) != "true")
            {
                map.Remove(name);
                removed.Add(at);
            }
        }
    }
}
