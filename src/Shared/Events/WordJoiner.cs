namespace NsmPS.Events;

/// <summary>A mark that nobody sees (U+2060). The adapter puts it into words that Meshery would take for news and that are only part of a
/// name; the client takes it out.</summary>
internal static class WordJoiner
{
    public const char Mark = '\u2060';

    public static string TakeOut(string text) => text.Replace(Mark.ToString(), "", StringComparison.Ordinal);
}
