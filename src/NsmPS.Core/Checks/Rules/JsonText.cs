using System.Text.Json;
using System.Text.Json.Nodes;

namespace NsmPS.Checks;

/// <summary>JSON that stands inside a text of an object.</summary>
internal static class JsonText
{
    /// <summary>The object in a text; null when it is none.</summary>
    public static JsonObject? TryParse(string? text)
    {
        try
        {
            return text is null ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
