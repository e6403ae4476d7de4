using NsmPS.Events;

namespace NsmPS.Adapter.Events;

/// <summary>Keeps words inside users' names from being read as an outcome: a cluster called <c>terror-test</c> is not a
/// failure.</summary>
internal static class EventGuard
{
    public const int SummaryLimit = 300;
    private const int DetailsLimit = 8 * 1024;

    /// <summary>The event with harmless, printable and bounded texts.</summary>
    /// <param name="item">The event as it was written.</param>
    /// <param name="meaning">The words that it says on purpose; in texts of success every other is broken up.</param>
    public static AdapterEvent Apply(AdapterEvent item, params ReadOnlySpan<string> meaning)
    {
        var summary = TextRules.Clean(item.Summary, SummaryLimit);
        var details = TextRules.Clean(item.Details, DetailsLimit, keepLines: true);
        if (item.Level != EventLevel.Error)
        {
            summary = Break(summary, EventWords.Failure);
            details = Break(details, EventWords.Failure);
        }

        return item with
        {
            Summary = BreakUnless(meaning, BreakUnless(meaning, summary, EventWords.Removed), EventWords.Conformance),
            Details = BreakUnless(meaning, details, EventWords.MeshInstalled),
            ProbableCause = TextRules.Clean(item.ProbableCause, DetailsLimit, keepLines: true),
            Remedy = TextRules.Clean(item.Remedy, DetailsLimit, keepLines: true),
        };
    }

    private static string BreakUnless(ReadOnlySpan<string> meaning, string text, string word) =>
        meaning.Contains(word) ? text : Break(text, word);

    /// <summary>Parts each occurrence by a mark that nobody sees, so that people read the name as it is.</summary>
    private static string Break(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at,
            StringComparison.OrdinalIgnoreCase))
        {
            var middle = at + (word.Length / 2);
            text = text.Insert(middle, WordJoiner.Mark.ToString());
        }

        return text;
    }
}
