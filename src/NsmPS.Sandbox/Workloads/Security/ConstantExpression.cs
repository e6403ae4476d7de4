using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NsmPS.Sandbox.Workloads.Security;

/// <summary>Reads the expressions of mutations that are constants: objects such as <c>Object{spec: Object.spec{replicas: 3}}</c>, maps,
/// lists, texts, numbers, true, false and null.</summary>
internal sealed partial class ConstantExpression
{
    private readonly string[] _tokens;
    private int _next;

    private ConstantExpression(string[] tokens)
    {
        _tokens = tokens;
    }

    /// <summary>The value.</summary>
    /// <exception cref="FormatException">It is no constant.</exception>
    public static JsonNode? Read(string text)
    {
        var parts = Token().Matches(text);
        if (parts.Sum(part => part.Length) != text.Length)
        {
            throw new FormatException();
        }

        var reader = new ConstantExpression([.. parts.Select(part => part.Value.Trim()).Where(part => part.Length > 0)]);
        var value = reader.Value();
        return reader._next == reader._tokens.Length ? value : throw new FormatException();
    }

    private string Current => _next < _tokens.Length ? _tokens[_next] : throw new FormatException();

    private JsonNode? Value()
    {
        var token = Take();
        return token switch
        {
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            "null" => null,
            "{" => Fields(),
            "[" => Items(),
            ['"' or '\'', ..] => JsonValue.Create(Regex.Unescape(token[1..^1])),
            _ when long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
                JsonValue.Create(number),
            _ when TypeName().IsMatch(token) && Take() == "{" => Fields(),
            _ => throw new FormatException(),
        };
    }

    private JsonObject Fields()
    {
        var item = new JsonObject();
        while (Current != "}")
        {
            var name = Take().Trim('"', '\'', '`');
            Expect(":");
            item[name] = Value();
            Separate("}");
        }

        _next++;
        return item;
    }

    private JsonArray Items()
    {
        var items = new JsonArray();
        while (Current != "]")
        {
            items.Add(Value());
            Separate("]");
        }

        _next++;
        return items;
    }

    private string Take()
    {
        var token = Current;
        _next++;
        return token;
    }

    private void Expect(string token)
    {
        if (Take() != token)
        {
            throw new FormatException();
        }
    }

    private void Separate(string end)
    {
        if (Current != end)
        {
            Expect(",");
        }
    }

    [GeneratedRegex("""\s+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|-?\d+|[A-Za-z_][\w.]*|[{}\[\]:,]""")]
    private static partial Regex Token();

    /// <summary>The types that the API server declares: those of the object, and of its patch.</summary>
    [GeneratedRegex(@"^(Object(\.\w+)*|JSONPatch)$")]
    private static partial Regex TypeName();
}
