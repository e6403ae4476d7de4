using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Fields;

/// <summary>Strategic merge patches: lists with keys merge by key, and directives say what to replace or delete.</summary>
internal static class StrategicMerge
{
    private const string Directive = "$patch";
    private const string DeleteDirective = "delete";
    private const string ReplaceDirective = "replace";
    private const string RetainKeys = "$retainKeys";
    private const string DeleteFromList = "$deleteFromPrimitiveList/";

    public static void Merge(JsonObject target, JsonObject patch)
    {
        if (patch.Text(Directive) == ReplaceDirective)
        {
            target.Clear();
        }

        if (patch[RetainKeys] is JsonArray retained)
        {
            foreach (var name in target.Select(pair => pair.Key).Where(name => !retained.Any(kept => kept.Text() == name)).ToArray())
            {
                target.Remove(name);
            }
        }

        foreach ((var name, var value) in patch)
        {
            if (name.StartsWith(DeleteFromList, StringComparison.Ordinal))
            {
                Subtract(target[name[DeleteFromList.Length..]] as JsonArray, value as JsonArray);
            }
            else if (!name.StartsWith('$'))
            {
                Set(target, name, value);
            }
        }
    }

    private static void Set(JsonObject target, string name, JsonNode? value)
    {
        switch (value)
        {
            case null:
            case JsonObject map when map.Text(Directive) == DeleteDirective:
                target.Remove(name);
                break;
            case JsonObject map:
                Merge(target.Ensure(name), map);
                break;
            case JsonArray list when ListRules.IsSet(name) && target[name] is JsonArray present:
                FieldEdits.Union(present, list);
                break;
            case JsonArray list when KeyOf(name, list) is { } key:
                MergeList(target, name, list, key);
                break;
            default:
                target[name] = value.DeepClone();
                break;
        }
    }

    private static void MergeList(JsonObject owner, string name, JsonArray patch, string key)
    {
        if (owner[name] is not JsonArray target || patch.Any(item => item.Text(Directive) == ReplaceDirective))
        {
            owner[name] = target = [];
        }

        foreach (var item in patch.OfType<JsonObject>().Where(item => item.ContainsKey(key)))
        {
            var existing = target.OfType<JsonObject>().FirstOrDefault(candidate => JsonNode.DeepEquals(candidate[key], item[key]));
            if (item.Text(Directive) == DeleteDirective)
            {
                target.Remove(existing);
                continue;
            }

            if (existing is null)
            {
                target.Add(existing = []);
            }

            Merge(existing, item);
        }
    }

    /// <summary>The list's key; items that are only directives have none.</summary>
    private static string? KeyOf(string name, JsonArray list)
    {
        var items = new JsonArray([.. list.OfType<JsonObject>().Where(item => item.Text(Directive) != ReplaceDirective)
            .Select(item => item.DeepClone())]);
        return ListRules.Keys(name, items, builtIn: true)?[0];
    }

    private static void Subtract(JsonArray? target, JsonArray? values)
    {
        foreach (var value in values ?? [])
        {
            if (target?.FirstOrDefault(element => JsonNode.DeepEquals(element, value)) is { } found)
            {
                target.Remove(found);
            }
        }
    }
}
