using System.Globalization;

namespace NsmPS.Kubernetes;

/// <summary>Makes foreign text fit for one line of a message, an event or a log.</summary>
internal static class ShownText
{
    /// <summary>At most <paramref name="longest"/> characters, with '?' in place of what steers a terminal or breaks a line.</summary>
    public static string Of(string text, int longest)
    {
        var cut = text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest - 1), "…");
        return string.Concat(cut.Select(character => IsPrintable(character) ? character : '?'));
    }

    /// <summary>Some names, and how many more there are.</summary>
    public static string List(IReadOnlyCollection<string> names, int most) =>
        string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} more" : "");

    public static bool IsPrintable(char character) => char.GetUnicodeCategory(character) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate);
}
