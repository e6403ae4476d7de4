using System.Text.Json;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Validation;

/// <summary>Reads JSON in which objects have fields more than once.</summary>
internal static class DuplicateFields
{
    /// <summary>Reads a value; of fields that are there more than once the last one counts.</summary>
    /// <param name="value">What is read.</param>
    /// <param name="twice">Gets the paths of these fields, each once.</param>
    /// <param name="path">The way to the value.</param>
    public static JsonNode? Read(JsonElement value, List<string> twice, string path = "")
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new JsonObject();
                foreach (var field in value.EnumerateObject())
                {
                    var at = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
                    if (map.Remove(field.Name) && !twice.Contains(at))
                    {
                        twice.Add(at);
                    }

                    map.Add(field.Name, Read(field.Value, twice, at));
                }

                return map;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select((item, index) => Read(item, twice, $"{path}[{index}]"))]);
            default:
                return JsonNode.Parse(value.GetRawText());
        }
    }
}
