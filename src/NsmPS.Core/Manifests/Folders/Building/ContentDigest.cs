using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Manifests.Folders.Building;

/// <summary>The end that kustomize gives the names of generated objects, so that a change of content is a change of name.</summary>
internal static class ContentDigest
{
    private const int Length = 10;

    // Go's writer escapes these, and the digest is of its text.
    private static readonly JsonSerializerOptions s_writing = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    public static string Of(JsonObject item)
    {
        var sorted = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["kind"] = item.Kind(),
            // kustomize reads the name at a place where there is none, and so leaves it empty.
            ["name"] = "",
            ["data"] = Sorted(item["data"]),
        };
        if (item.Kind() == KnownTypes.Secrets.Kind)
        {
            sorted["type"] = item.Text("type") ?? "";
        }
        else if (item["binaryData"] is JsonObject binary)
        {
            sorted["binaryData"] = Sorted(binary);
        }

        var text = JsonSerializer.Serialize(sorted, s_writing)
            .Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal)
            .Replace("&", "\\u0026", StringComparison.Ordinal)
            .Replace("\u2028", "\\u2028", StringComparison.Ordinal).Replace("\u2029", "\\u2029", StringComparison.Ordinal);
        return string.Concat(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))).Take(Length).Select(Letter));
    }

    /// <summary>Without digits and vowels that could be read as a word, or taken for each other.</summary>
    private static char Letter(char digit) => digit switch
    {
        '0' => 'g',
        '1' => 'h',
        '3' => 'k',
        'a' => 'm',
        'e' => 't',
        _ => digit,
    };

    private static JsonNode Sorted(JsonNode? node) => node is JsonObject pairs
        ? new JsonObject(pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())))
        : JsonValue.Create("");
}
