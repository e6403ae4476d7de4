namespace NsmPS.HelpBuild.Pages;

/// <summary>Reads the flat part of YAML that PlatyPS writes: lines of the form key: value.
/// An indented line goes on with the value before it.</summary>
internal static class KeyValues
{
    public static IReadOnlyDictionary<string, PageValue> Read(MarkdownPage page, IReadOnlyList<PageLine> lines)
    {
        var values = new Dictionary<string, PageValue>(StringComparer.Ordinal);
        string? last = null;
        foreach (var (text, number) in lines)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (last is not null && char.IsWhiteSpace(text[0]))
            {
                values[last] = values[last] with { Text = $"{values[last].Text} {text.Trim()}".Trim() };
            }
            else if (colon <= 0 || (colon + 1 < text.Length && text[colon + 1] != ' '))
            {
                page.Fail(ErrorIds.KeyValue, number, $"the line is not of the form key: value: {text}");
            }
            else if (!values.TryAdd(last = text[..colon], new PageValue(Unquoted(text[(colon + 1)..].Trim()), number)))
            {
                page.Fail(ErrorIds.KeyValue, number, $"'{last}' is there twice");
            }
        }

        return values;
    }

    private static string Unquoted(string value) =>
        value.Length >= 2 && value[0] is '\'' or '"' && value[^1] == value[0] ? value[1..^1] : value;
}
