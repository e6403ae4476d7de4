using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NsmPS.Manifests.Yaml;

/// <summary>What a plain YAML scalar means: the core schema of YAML 1.2, which is what Kubernetes' own tools write.</summary>
internal static partial class ScalarRules
{
    public static JsonNode? Resolve(string text)
    {
        if (text is "" or "~" or "null" or "Null" or "NULL")
        {
            return null;
        }

        if (text is "true" or "True" or "TRUE")
        {
            return JsonValue.Create(true);
        }

        if (text is "false" or "False" or "FALSE")
        {
            return JsonValue.Create(false);
        }

        // Most scalars are words, and hostile text has very many of them.
        if (text[0] is not ('+' or '-' or '.' or (>= '0' and <= '9')))
        {
            return JsonValue.Create(text);
        }

        if (Integer().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return JsonValue.Create(whole);
        }

        if (Hexadecimal().IsMatch(text) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
        {
            return JsonValue.Create(hex);
        }

        if (Octal().IsMatch(text))
        {
            return JsonValue.Create(Convert.ToInt64(text[2..], 8));
        }

        return Real().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            ? JsonValue.Create(real)
            : JsonValue.Create(text);
    }

    /// <summary>Whether a string needs quotes, because a reader of any YAML version could take it for something else.</summary>
    public static bool NeedsQuotes(string text) =>
        Resolve(text) is not JsonValue value || value.GetValueKind() != System.Text.Json.JsonValueKind.String || OldBoolean().IsMatch(text) || OldNumber().IsMatch(text);

    [GeneratedRegex("^[-+]?[0-9]+$")]
    private static partial Regex Integer();

    [GeneratedRegex("^0x[0-9a-fA-F]{1,15}$")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex("^0o[0-7]{1,20}$")]
    private static partial Regex Octal();

    [GeneratedRegex("^[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Real();

    [GeneratedRegex("^(y|n|yes|no|on|off)$", RegexOptions.IgnoreCase)]
    private static partial Regex OldBoolean();

    [GeneratedRegex("^[-+]?[0-9][0-9_:.xXa-fA-F-]*$")]
    private static partial Regex OldNumber();
}
