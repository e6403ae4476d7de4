using System.Globalization;
using System.Text.RegularExpressions;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Nsm.Wires;

/// <summary>Reads what the fetches of a client's test printed, of wget of busybox and of GNU.</summary>
internal static partial class FetchParser
{
    private const int LongestShown = 200;
    private const string NotTried = "it was not tried";

    private static readonly string s_noAnswer = string.Create(CultureInfo.InvariantCulture, $"no answer within {FetchCommand.Timeout.TotalSeconds:0} s");

    /// <summary>The outcome of each check.</summary>
    /// <param name="printed">The test's output.</param>
    /// <param name="checks">The checks, as they were asked for.</param>
    /// <param name="endpoint">The endpoint's address.</param>
    public static IReadOnlyList<NsmWireCheck> Parse(string printed, IReadOnlyList<SampleCheck> checks, string endpoint) => [.. checks.Select((check, index) =>
    {
        var (observed, passed) = Section(printed, index) is { } section ? Judge(check, section.Text, section.Code) : (NotTried, false);
        return new NsmWireCheck(check.Name, check.Shown(endpoint), check.Blocked ? "no answer" : check.Contains!, observed, passed);
    })];

    private static (string Observed, bool Passed) Judge(SampleCheck check, string text, int code) => code switch
    {
        0 => (Short(text), !check.Blocked && text.Contains(check.Contains!, StringComparison.Ordinal)),
        PingCommand.NotFound => ("the container has no wget", false),
        _ when TimedOut().IsMatch(text) => (s_noAnswer, check.Blocked),
        _ => (Short(text) is { Length: > 0 } words ? words : string.Create(CultureInfo.InvariantCulture, $"wget ended with exit code {code}"), false),
    };

    /// <summary>What one fetch printed, and its exit code; null when it did not run to its end.</summary>
    private static (string Text, int Code)? Section(string printed, int index)
    {
        var begin = printed.IndexOf(FetchCommand.Begin(index), StringComparison.Ordinal);
        if (begin < 0)
        {
            return null;
        }

        var text = printed[(begin + FetchCommand.Begin(index).Length)..];
        var next = text.IndexOf(FetchCommand.Begin(index + 1), StringComparison.Ordinal);
        text = next < 0 ? text : text[..next];
        return Ended().Matches(text).LastOrDefault() is { } end
            ? (text[..end.Index].Trim(), int.Parse(end.Groups["code"].Value, CultureInfo.InvariantCulture))
            : null;
    }

    private static string Short(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "…";

    [GeneratedRegex(FetchCommand.End + @"(?<code>\d{1,3}) --")]
    private static partial Regex Ended();

    [GeneratedRegex("timed out", RegexOptions.IgnoreCase)]
    private static partial Regex TimedOut();
}
