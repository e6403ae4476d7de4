using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NsmPS.Kubernetes.Reading;

/// <summary>What a YAML scalar means to Kubernetes: YAML 1.1 as its own tools read it. A value is null, a bool, a long, a ulong where a
/// long is too small, a double or a string.</summary>
internal static partial class YamlScalars
{
    public const string MergeTag = Standard + "merge";

    private const string Standard = "tag:yaml.org,2002:";

    private static readonly UTF8Encoding s_utf8 = new();

    private static readonly Dictionary<string, object?> s_words = new(
    [
        .. Words(null, "", "~", "null", "Null", "NULL"),
        .. Words(true, "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"),
        .. Words(false, "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"),
        .. Words(double.PositiveInfinity, ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"),
        .. Words(double.NegativeInfinity, "-.inf", "-.Inf", "-.INF"),
        .. Words(double.NaN, ".nan", ".NaN", ".NAN"),
    ], StringComparer.Ordinal);

    /// <summary>A scalar without quotes and without a tag.</summary>
    public static object? Resolve(string text) => s_words.TryGetValue(text, out var known) ? known : text[0] switch
    {
        '.' => (DottedReal().IsMatch(text) ? ReadReal(text) : null) ?? (object)text,
        '+' or '-' or (>= '0' and <= '9') => ReadNumber(text.Replace("_", "", StringComparison.Ordinal)) ?? text,
        _ => text,
    };

    /// <summary>A scalar with a tag, whether in quotes or not.</summary>
    /// <exception cref="FormatException">The text is not what the tag says.</exception>
    public static object? Resolve(string text, string tag) => (tag, Resolve(text)) switch
    {
        (Standard + "null", null) => null,
        (Standard + "bool", bool value) => value,
        (Standard + "int", long or ulong) => Resolve(text),
        (Standard + "float", double value) => value,
        (Standard + "float", long value) => (double)value,
        (Standard + "timestamp", _) when Timestamp().IsMatch(text) => text,
        (Standard + "null" or Standard + "bool" or Standard + "int" or Standard + "float" or Standard + "timestamp", _) =>
            throw new FormatException($"a value is no !!{tag[Standard.Length..]}, which its tag says: correct the value or the tag"),
        (Standard + "binary", _) => s_utf8.GetString(Convert.FromBase64String(text)),
        _ => text,
    };

    /// <summary>A scalar as a key; null when Kubernetes takes it for none.</summary>
    public static string? ToKey(object? value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double real => ToKey((float)real),
        _ => null,
    };

    /// <summary>Whether a string needs quotes, because a reader of any YAML version could take it for something else.</summary>
    public static bool NeedsQuotes(string text) =>
        text is "<<" or "=" || Resolve(text) is not string || Boolean().IsMatch(text) || Number().IsMatch(text);

    private static IEnumerable<KeyValuePair<string, object?>> Words(object? value, params string[] words) =>
        words.Select(word => KeyValuePair.Create(word, value));

    private static object? ReadNumber(string text) => ReadInteger(text) ?? (Real().IsMatch(text) ? ReadReal(text) : null);

    private static double? ReadReal(string text)
    {
        var value = double.Parse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? value : null;
    }

    private static object? ReadInteger(ReadOnlySpan<char> text)
    {
        var negative = text is ['-', ..];
        var signed = text is ['-' or '+', ..];
        var digits = signed ? text[1..] : text;
        (var radix, var prefix) = digits switch
        {
            ['0', 'x' or 'X', ..] => (16u, 2),
            ['0', 'o' or 'O', ..] => (8u, 2),
            ['0', 'b' or 'B', ..] => (2u, 2),
            ['0', _, ..] => (8u, 1),
            _ => (10u, 0),
        };
        return ReadDigits(digits[prefix..], radix) switch
        {
            { } size when negative => size <= (ulong)long.MaxValue + 1 ? unchecked((long)(0 - size)) : null,
            { } size when size <= long.MaxValue => (long)size,
            { } size when !signed => size,
            _ => null,
        };
    }

    private static ulong? ReadDigits(ReadOnlySpan<char> digits, uint radix)
    {
        ulong value = 0;
        foreach (var character in digits)
        {
            var digit = char.IsAsciiHexDigit(character) ? (uint)Convert.ToInt32(character.ToString(), 16) : radix;
            if (digit >= radix || value > (ulong.MaxValue - digit) / radix)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        return digits.IsEmpty ? null : value;
    }

    /// <summary>The fewest digits that tell the number, with an exponent from a million on.</summary>
    private static string ToKey(float real)
    {
        var digits = double.Parse(real.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return !float.IsFinite(real) ? (float.IsNaN(real) ? ".nan" : real > 0 ? ".inf" : "-.inf")
            : digits.ToString(Math.Abs(digits) is 0 or (>= 1e-4 and < 1e6) ? "R" : "0.########e+00", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?\\z")]
    private static partial Regex Real();

    [GeneratedRegex("^\\.[0-9](_?[0-9])*([eE][-+]?[0-9](_?[0-9])*)?\\z")]
    private static partial Regex DottedReal();

    [GeneratedRegex("^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?\\z")]
    private static partial Regex Timestamp();

    [GeneratedRegex("^(y|n|yes|no|on|off|true|false|null)\\z", RegexOptions.IgnoreCase)]
    private static partial Regex Boolean();

    [GeneratedRegex("^[-+]?[0-9][0-9_:.xXa-fA-F-]*\\z")]
    private static partial Regex Number();
}
