using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Fields;

/// <summary>Applies a definition's schema to an object: removes unknown fields, fills defaults, and finds values of a wrong
/// type.</summary>
internal sealed class SchemaRules
{
    private const string PreserveUnknown = "x-kubernetes-preserve-unknown-fields";
    private const string Properties = "properties";
    private const string AdditionalProperties = "additionalProperties";

    private readonly List<string> _unknown = [];
    private readonly List<(string Field, string Message)> _wrong = [];

    /// <param name="kind">The object's kind.</param>
    /// <param name="item">The object.</param>
    /// <param name="schema">The schema of its kind.</param>
    /// <param name="unknown">Told of the fields that were removed, where there are any.</param>
    /// <exception cref="ApiException">Invalid for wrong types, with the first.</exception>
    public static void Apply(ResourceKind kind, JsonObject item, JsonObject schema, Action<IReadOnlyList<string>>? unknown)
    {
        var rules = new SchemaRules();
        rules.Visit(item, schema, "", top: true);
        if (rules._unknown.Count > 0)
        {
            unknown?.Invoke(rules._unknown);
        }

        if (rules._wrong is [var (field, message), ..])
        {
            throw ApiException.Invalid(kind, item.Name(), field, message);
        }
    }

    private void Visit(JsonNode? node, JsonObject schema, string path, bool top = false)
    {
        var type = schema.Text("type") ?? "";
        if (!Fits(node, type))
        {
            var actual = TypeOf(node);
            _wrong.Add((path, $"Invalid value: \"{actual}\": {path} in body must be of type {type}: \"{actual}\""));
        }
        else if (node is JsonArray list && schema["items"] is JsonObject items)
        {
            for (var i = 0; i < list.Count; i++)
            {
                Visit(list[i], items, $"{path}[{i}]");
            }
        }
        else if (node is JsonObject map)
        {
            VisitMap(map, schema, path, top);
        }
    }

    private void VisitMap(JsonObject map, JsonObject schema, string path, bool top)
    {
        var properties = schema[Properties] as JsonObject;
        foreach ((var name, var property) in properties ?? [])
        {
            if (property.At("default") is { } value && !map.ContainsKey(name))
            {
                map[name] = value.DeepClone();
            }
        }

        // Embedded objects have the fields that every object has.
        var isObject = top || schema.Text("x-kubernetes-embedded-resource") == "true";
        foreach ((var name, var value) in map.ToArray())
        {
            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (value is null || (isObject && name is "apiVersion" or "kind" or JsonObjects.MetadataField))
            {
                continue;
            }

            if ((properties?[name] ?? schema[AdditionalProperties]) is JsonObject known)
            {
                Visit(value, known, at);
            }
            else if (schema.Text(PreserveUnknown) != "true" && schema.Text(AdditionalProperties) != "true")
            {
                map.Remove(name);
                _unknown.Add(at);
            }
        }
    }

    private static bool Fits(JsonNode? node, string type) =>
        TypeOf(node) is var actual && (type.Length == 0 || type == actual || (type == "number" && actual == "integer"));

    private static string TypeOf(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => node.Text()!.Contains('.', StringComparison.Ordinal) ? "number" : "integer",
        _ => "null",
    };
}
