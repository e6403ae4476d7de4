using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Fields;

/// <summary>The fields of objects as paths: steps in the notation of fieldsV1 (<c>f:spec</c>, <c>k:{"name":"x"}</c>, <c>v:"x"</c>,
/// <c>.</c>), each followed by a line end.</summary>
internal static class FieldPaths
{
    public const char End = '\n';
    public const string Itself = ".";
    public const string Field = "f:";
    public const string Key = "k:";
    public const string Element = "v:";

    private static readonly string[] s_metadata = ["labels", "annotations", "finalizers", "ownerReferences"];

    /// <summary>Every field that can have an owner, with its value.</summary>
    public static Dictionary<string, JsonNode?> Of(JsonObject item, bool builtIn, bool withStatus = false)
    {
        var fields = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach ((var name, var value) in item)
        {
            if (name == JsonObjects.MetadataField && value is JsonObject metadata)
            {
                foreach (var part in s_metadata.Where(metadata.ContainsKey))
                {
                    Collect(fields, metadata[part], $"{Field}{name}{End}{Field}{part}{End}", part, builtIn);
                }
            }
            else if (name is not ("apiVersion" or "kind" or "stringData") && (withStatus || name != JsonObjects.StatusField))
            {
                Collect(fields, value, $"{Field}{name}{End}", name, builtIn);
            }
        }

        return fields;
    }

    public static JsonObject ToFieldsV1(IEnumerable<string> paths)
    {
        var fields = new JsonObject();
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            var at = fields;
            foreach (var step in Steps(path))
            {
                at = at.Ensure(step);
            }
        }

        return fields;
    }

    public static ImmutableHashSet<string> FromFieldsV1(JsonObject? fields)
    {
        var paths = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        Read(paths, fields ?? [], "");
        return paths.ToImmutable();
    }

    public static string[] Steps(string path) => path.Split(End, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The form of messages: <c>.spec.template.spec.containers[name="x"].image</c>.</summary>
    public static string Shown(string path)
    {
        var text = new StringBuilder();
        foreach (var step in Steps(path))
        {
            text.Append(step switch
            {
                _ when step.StartsWith(Field, StringComparison.Ordinal) => "." + step[2..],
                _ when step.StartsWith(Key, StringComparison.Ordinal) =>
                    $"[{string.Join(',', ((JsonObject)JsonNode.Parse(step[2..])!).Select(Pair))}]",
                _ when step.StartsWith(Element, StringComparison.Ordinal) => $"[{step[2..]}]",
                _ => "",
            });
        }

        return text.ToString();
    }

    private static string Pair(KeyValuePair<string, JsonNode?> pair) => $"{pair.Key}={pair.Value?.ToJsonString()}";

    private static void Collect(Dictionary<string, JsonNode?> fields, JsonNode? node, string path, string name, bool builtIn)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } map when !ListRules.IsAtomic(name, builtIn):
                CollectMap(fields, map, path, builtIn);
                break;
            case JsonArray { Count: > 0 } list when ListRules.Keys(name, list, builtIn) is { } keys:
                foreach (var item in list.OfType<JsonObject>())
                {
                    var at = $"{path}{Key}{ListRules.KeyOf(item, keys).ToJsonString()}{End}";
                    fields[$"{at}{Itself}{End}"] = null;
                    CollectMap(fields, item, at, builtIn);
                }

                break;
            case JsonArray { Count: > 0 } list when ListRules.IsSet(name):
                foreach (var element in list)
                {
                    fields[$"{path}{Element}{element?.ToJsonString()}{End}"] = element;
                }

                break;
            default:
                fields[path] = node;
                break;
        }
    }

    private static void CollectMap(Dictionary<string, JsonNode?> fields, JsonObject map, string path, bool builtIn)
    {
        foreach ((var name, var value) in map)
        {
            Collect(fields, value, $"{path}{Field}{name}{End}", name, builtIn);
        }
    }

    private static void Read(ImmutableHashSet<string>.Builder paths, JsonObject fields, string path)
    {
        foreach ((var step, var rest) in fields)
        {
            if (rest is JsonObject { Count: > 0 } more)
            {
                Read(paths, more, $"{path}{step}{End}");
            }
            else
            {
                paths.Add($"{path}{step}{End}");
            }
        }
    }
}
