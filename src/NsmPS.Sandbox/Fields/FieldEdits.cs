using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Fields;

/// <summary>Changes objects field by field.</summary>
internal static class FieldEdits
{
    /// <summary>Sets in <paramref name="target"/> what <paramref name="source"/> has; lists with keys merge by key.</summary>
    public static void Merge(JsonObject target, JsonObject source, bool builtIn)
    {
        foreach ((var name, var value) in source)
        {
            if (value is JsonObject map && target[name] is JsonObject existing && !ListRules.IsAtomic(name, builtIn))
            {
                Merge(existing, map, builtIn);
            }
            else if (value is JsonArray { Count: > 0 } list && target[name] is JsonArray before
                && ListRules.Keys(name, list, builtIn) is { } keys)
            {
                MergeList(before, list, keys, builtIn);
            }
            else if (value is JsonArray set && target[name] is JsonArray present && ListRules.IsSet(name))
            {
                Union(present, set);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    public static void Union(JsonArray target, JsonArray source)
    {
        foreach (var element in source.Where(element => !target.Any(present => JsonNode.DeepEquals(present, element))).ToArray())
        {
            target.Add(element?.DeepClone());
        }
    }

    /// <summary>Takes a field away, and what it leaves empty.</summary>
    public static void Remove(JsonObject item, string path)
    {
        var steps = FieldPaths.Steps(path);
        Remove(item, steps[^1] == FieldPaths.Itself ? steps[..^1] : steps);
    }

    private static void Remove(JsonNode node, ReadOnlySpan<string> steps)
    {
        var step = steps[0];
        var name = step[2..];
        var child = (step[..2], node) switch
        {
            (FieldPaths.Field, JsonObject map) => map[name],
            (FieldPaths.Key, JsonArray list) => ListRules.FindItem(list, (JsonObject)JsonNode.Parse(name)!),
            (FieldPaths.Element, JsonArray list) => list.FirstOrDefault(element => element?.ToJsonString() == name),
            _ => null,
        };
        if (child is null)
        {
            return;
        }

        if (steps.Length > 1)
        {
            Remove(child, steps[1..]);
            if (child is not (JsonObject { Count: 0 } or JsonArray { Count: 0 }))
            {
                return;
            }
        }

        if (node is JsonArray items)
        {
            items.Remove(child);
        }
        else
        {
            ((JsonObject)node).Remove(name);
        }
    }

    private static void MergeList(JsonArray target, JsonArray source, string[] keys, bool builtIn)
    {
        foreach (var item in source.OfType<JsonObject>())
        {
            if (ListRules.FindItem(target, ListRules.KeyOf(item, keys)) is { } existing)
            {
                Merge(existing, item, builtIn);
            }
            else
            {
                target.Add(item.DeepClone());
            }
        }
    }
}
