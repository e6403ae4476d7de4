using System.Text.RegularExpressions;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>Takes out of another program's text what may be a token or a key, so that the rest can be shown.</summary>
internal static partial class SecretScrubber
{
    private const int LongestText = 300;

    /// <summary>One line, at most 300 characters, without PEM blocks and without long runs of letters and digits.</summary>
    public static string Scrub(string text)
    {
        string clean = LongRuns().Replace(PemBlocks().Replace(text, "…"), "…").ReplaceLineEndings(" ").Trim();
        return clean.Length <= LongestText ? clean : string.Concat(clean.AsSpan(0, LongestText), "…");
    }

    [GeneratedRegex("-----BEGIN.*?(-----END[^-]*-----|$)", RegexOptions.Singleline)]
    private static partial Regex PemBlocks();

    // Shorter than any token, longer than any word.
    [GeneratedRegex("[A-Za-z0-9+/=_.~-]{32,}")]
    private static partial Regex LongRuns();
}
