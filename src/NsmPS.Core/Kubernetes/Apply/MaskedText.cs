using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NsmPS.Kubernetes.Apply;

/// <summary>Values of fields as they may be shown: without secrets.</summary>
internal static partial class MaskedText
{
    public const string Mask = "***";

    /// <summary>In every private key that is written as PEM.</summary>
    private const string KeyMark = "PRIVATE KEY";

    private static readonly string[] s_secretFields = ["data", "stringData"];

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether all data of an object is secret.</summary>
    public static bool IsSecret(JsonObject item) => item.Kind() == KnownTypes.Secrets.Kind;

    /// <summary>The value of a field as text, or as compact JSON; null when there is none.</summary>
    /// <param name="value">The value.</param>
    /// <param name="path">The field; where it names a secret, its value is masked.</param>
    /// <param name="ofSecret">Whether the object is a Secret.</param>
    public static string? Of(JsonNode? value, string path, bool ofSecret)
    {
        if (value is null)
        {
            return null;
        }

        var hidden = (ofSecret
            && s_secretFields.Any(field => path == field || path.StartsWith(field + ".", StringComparison.Ordinal)
                || path.StartsWith(field + "[", StringComparison.Ordinal)))
            || SecretName().IsMatch(path);
        var shown = Masked(value, hidden);
        return shown.Text() ?? shown.ToJsonString(s_json);
    }

    /// <summary>Whether a field or variable is named like one that holds a secret itself.</summary>
    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    /// <summary>A copy without the values of fields and variables that are named like a secret.</summary>
    public static JsonNode Of(JsonNode node) => Masked(node, hidden: false);

    private static JsonNode Masked(JsonNode node, bool hidden) => node switch
    {
        JsonObject map =>
            new JsonObject(
                map.Select(field =>
                    KeyValuePair.Create(field.Key,
                        field.Value is null ? null : Masked(field.Value, hidden || SecretName().IsMatch(Named(map, field.Key)))))),
        JsonArray list => new JsonArray([.. list.Select(element => element is null ? null : Masked(element, hidden))]),
        _ when node.GetValueKind() == JsonValueKind.String
            && (hidden || node.GetValue<string>().Contains(KeyMark, StringComparison.Ordinal)) => JsonValue.Create(Mask),
        _ => node.DeepClone(),
    };

    /// <summary>The value of an environment variable is named by the variable.</summary>
    private static string Named(JsonObject map, string field) => field == "value" && map.Text("name") is { } name ? name : field;

    /// <summary>What a field or variable is called that holds a secret itself, and not only the name of a Secret.</summary>
    [GeneratedRegex("(password|passwd|token|credential|api_?key|private_?key|client_?secret|_secret|tls\\.key)\\]?(\\.value)?\\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
