using System.Globalization;
using System.Text;

namespace NsmPS.Adapter;

/// <summary>Makes texts of strangers fit for logs and events.</summary>
internal static class TextRules
{
    private const string Cut = "…";

    /// <summary>Replaces control, format and broken characters, and shortens.</summary>
    /// <param name="text">Anything.</param>
    /// <param name="limit">The most characters that remain.</param>
    /// <param name="keepLines">Whether line feeds stay.</param>
    public static string Clean(string text, int limit, bool keepLines = false)
    {
        var shortened = text.Length <= limit ? text : text[..(limit - Cut.Length)] + Cut;
        var result = new StringBuilder(shortened.Length);
        foreach (var rune in shortened.EnumerateRunes())
        {
            result.Append(Visible(rune, keepLines));
        }

        return result.ToString();
    }

    private static Rune Visible(Rune rune, bool keepLines) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control when keepLines && rune.Value == '\n' => rune,
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator =>
            new Rune(' '),
        _ => rune,
    };
}
