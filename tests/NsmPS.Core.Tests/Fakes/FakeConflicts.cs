using System.Net;
using System.Text.Json.Nodes;

namespace NsmPS.Tests.Fakes;

/// <summary>Who has set which field, when somebody else applies another value.</summary>
internal static class FakeConflicts
{
    /// <summary>Refuses content that changes what other managers have set; with <paramref name="force"/> takes it from them.</summary>
    public static void Resolve(FakeEntry entry, JsonObject content, string manager, bool force)
    {
        Dictionary<string, JsonNode?> current = FakeFields.Leaves(entry.State).ToDictionary(leaf => leaf.Path, leaf => leaf.Value, StringComparer.Ordinal);
        string[] changed = [.. FakeFields.Leaves(content)
            .Where(leaf => current.TryGetValue(leaf.Path, out JsonNode? value) && !JsonNode.DeepEquals(value, leaf.Value))
            .Select(leaf => leaf.Path)];
        var causes = new JsonArray();
        foreach ((string other, JsonObject owned) in entry.Managers.Where(pair => pair.Key != manager).ToArray())
        {
            string[] fields = [.. FakeFields.Leaves(owned).Select(leaf => leaf.Path).Intersect(changed, StringComparer.Ordinal)];
            foreach (string field in fields)
            {
                causes.Add(new JsonObject
                {
                    ["reason"] = "FieldManagerConflict",
                    ["message"] = $"conflict with \"{other}\" using {entry.Type.ApiVersion}",
                    ["field"] = field,
                });
            }

            if (force && fields.Length > 0)
            {
                entry.Managers[other] = Without(owned, fields);
            }
        }

        if (!force && causes.Count > 0)
        {
            throw new FakeRejection(HttpStatusCode.Conflict, "Conflict", $"Apply failed with {causes.Count} conflict") { Causes = causes };
        }
    }

    private static JsonObject Without(JsonObject owned, string[] fields, string path = "")
    {
        var kept = new JsonObject();
        foreach ((string name, JsonNode? value) in owned)
        {
            string at = $"{path}.{name}";
            if (value is JsonObject { Count: > 0 } map)
            {
                kept[name] = Without(map, fields, at);
            }
            else if (!fields.Any(field => field == at || field.StartsWith(at + "[", StringComparison.Ordinal)))
            {
                kept[name] = value?.DeepClone();
            }
        }

        return kept;
    }
}
