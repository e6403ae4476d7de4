using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NsmPS.Events;

namespace NsmPS.Adapter;

/// <summary>Makes texts of strangers fit for logs and events.</summary>
internal static partial class TextRules
{
    private const string Cut = "…";

    /// <summary>Replaces control, format and broken characters, shortens, and leaves one full stop where two texts each brought theirs.
    /// </summary>
    /// <param name="text">Anything.</param>
    /// <param name="limit">The most characters that remain.</param>
    /// <param name="keepLines">Whether line feeds stay.</param>
    public static string Clean(string text, int limit, bool keepLines = false)
    {
        var shortened = text.Length <= limit ? text : text[..(limit - Cut.Length)] + Cut;
        var result = new StringBuilder(shortened.Length);
        foreach (var rune in TwoStops().Replace(WordJoiner.TakeOut(shortened), ".").EnumerateRunes())
        {
            result.Append(Visible(rune, keepLines));
        }

        return result.ToString();
    }

    // Not three, and not the folder above.
    [GeneratedRegex(@"(?<=[\w)'""])\.\.(?=\s|$)")]
    private static partial Regex TwoStops();

    private static Rune Visible(Rune rune, bool keepLines) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control when keepLines && rune.Value == '\n' => rune,
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator =>
            new Rune(' '),
        _ => rune,
    };
}
