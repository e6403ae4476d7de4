using System.Text.Json.Nodes;

namespace NsmPS.Tests.Fakes;

/// <summary>Fields as server-side apply sees them: objects merge by key, lists of named objects by name, other lists are one value.</summary>
internal static class FakeFields
{
    /// <summary>Every field a manager's content sets, with its value.</summary>
    public static IEnumerable<(string Path, JsonNode? Value)> Leaves(JsonNode? node, string path = "")
    {
        return node switch
        {
            JsonObject { Count: > 0 } map => map.SelectMany(pair => Leaves(pair.Value, $"{path}.{pair.Key}")),
            JsonArray list when IsNamed(list) => list.OfType<JsonObject>().SelectMany(item => Leaves(item, $"{path}[name=\"{NameOf(item)}\"]")),
            _ => [(path, node)],
        };
    }

    /// <summary>What a manager may set: everything but the identity of the object.</summary>
    public static JsonObject Content(JsonObject manifest)
    {
        var content = (JsonObject)manifest.DeepClone();
        foreach (string name in (string[])["apiVersion", "kind", "status"])
        {
            content.Remove(name);
        }

        if (content["metadata"] is JsonObject metadata)
        {
            foreach (string name in metadata.Select(pair => pair.Key).Except(["labels", "annotations", "finalizers", "ownerReferences"]).ToArray())
            {
                metadata.Remove(name);
            }
        }

        return content;
    }

    /// <summary>Sets in <paramref name="target"/> what <paramref name="source"/> has.</summary>
    public static void Merge(JsonObject target, JsonObject source)
    {
        foreach ((string name, JsonNode? value) in source)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject map && target[name] is JsonObject existing)
            {
                Merge(existing, map);
            }
            else if (value is JsonArray list && target[name] is JsonArray before && IsNamed(list) && IsNamed(before))
            {
                MergeLists(before, list);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }

    /// <summary>Takes from <paramref name="target"/> what was set before and is not set now.</summary>
    public static void RemoveAbandoned(JsonObject target, JsonObject before, JsonObject now)
    {
        foreach ((string name, JsonNode? value) in before)
        {
            if (value is JsonObject map && now[name] is JsonObject next && target[name] is JsonObject existing)
            {
                RemoveAbandoned(existing, map, next);
            }
            else if (value is JsonArray list && now[name] is JsonArray kept && target[name] is JsonArray present && IsNamed(list) && IsNamed(present))
            {
                RemoveAbandoned(present, list, kept);
            }
            else if (!now.ContainsKey(name))
            {
                target.Remove(name);
            }
        }
    }

    /// <summary>The form of managedFields: <c>{"f:spec": {"f:replicas": {}}}</c>.</summary>
    public static JsonObject ToFieldsV1(JsonObject content)
    {
        var fields = new JsonObject();
        foreach ((string name, JsonNode? value) in content)
        {
            fields["f:" + name] = value switch
            {
                JsonObject map => ToFieldsV1(map),
                JsonArray list when IsNamed(list) => new JsonObject(list.OfType<JsonObject>()
                    .Select(item => KeyValuePair.Create<string, JsonNode?>($"k:{{\"name\":\"{NameOf(item)}\"}}", ToFieldsV1(item)))),
                _ => new JsonObject(),
            };
        }

        return fields;
    }

    private static void MergeLists(JsonArray target, JsonArray source)
    {
        foreach (JsonObject item in source.OfType<JsonObject>())
        {
            if (Find(target, NameOf(item)) is { } existing)
            {
                Merge(existing, item);
            }
            else
            {
                target.Add(item.DeepClone());
            }
        }
    }

    private static void RemoveAbandoned(JsonArray target, JsonArray before, JsonArray now)
    {
        foreach (JsonObject item in before.OfType<JsonObject>())
        {
            JsonObject? existing = Find(target, NameOf(item));
            if (existing is not null && Find(now, NameOf(item)) is { } next)
            {
                RemoveAbandoned(existing, item, next);
            }
            else if (existing is not null)
            {
                target.Remove(existing);
            }
        }
    }

    private static JsonObject? Find(JsonArray list, string? name) => list.OfType<JsonObject>().FirstOrDefault(item => NameOf(item) == name);

    private static bool IsNamed(JsonArray list) => list.Count > 0 && list.All(item => item is JsonObject map && NameOf(map) is not null);

    private static string? NameOf(JsonObject item) => item["name"] is JsonValue value && value.TryGetValue(out string? name) ? name : null;
}
