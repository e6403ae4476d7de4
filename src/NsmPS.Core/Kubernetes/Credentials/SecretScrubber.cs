using System.Text.RegularExpressions;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>Takes out of another program's text what may be a password, a token or a key, so that the rest can be shown: names, addresses,
/// and the command that helps.</summary>
internal static partial class SecretScrubber
{
    private const string Named = "named";
    private const string Gone = "…";
    private const int LongestText = 300;

    /// <summary>Longer than any word.</summary>
    private const int LongestWord = 32;

    /// <summary>Codes that people type are shorter.</summary>
    private const int ShortestKey = 16;

    private static readonly char[] s_joints = ['/', '=', '+', '~'];
    private static readonly char[] s_separators = ['-', '_', '/', '.', '+', '=', '~'];

    /// <summary>A whole text, lines and all. Certificates stay: they are shown to everyone.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isName">Whether a word that looks like a key is the name of something.</param>
    /// <param name="stand">What stands in for such a word, so that equal ones can be told.</param>
    public static string ScrubText(string text, Func<string, bool> isName, Func<string, string> stand) =>
        Runs().Replace(WithoutNamed(KeyBlocks().Replace(text, Gone)), run =>
            run.Groups[Named].Success || run.Value.Split(s_joints).All(part => isName(part) || !IsOpaque(part))
                ? run.Value
                : Gone + stand(run.Value));

    /// <summary>One line, at most 300 characters.</summary>
    public static string Scrub(string text)
    {
        var clean = WithoutNamed(PemBlocks().Replace(text, Gone));
        clean = Runs().Replace(clean, run => !run.Groups[Named].Success && IsOpaque(run.Value) ? Gone : run.Value);
        clean = clean.ReplaceLineEndings(" ").Trim();
        return clean.Length <= LongestText ? clean : string.Concat(clean.AsSpan(0, LongestText), Gone);
    }

    /// <summary>Without what its own form or a word before it says to be secret.</summary>
    private static string WithoutNamed(string text)
    {
        var clean = Tokens().Replace(text, Gone);
        clean = Logins().Replace(clean, Gone + "@");
        clean = Schemes().Replace(clean, "$1 " + Gone);
        clean = Options().Replace(clean, "$1" + Gone);
        return Values().Replace(clean, "$1" + Gone);
    }

    /// <summary>Whether a run of letters and digits is no name: names are words with separators, others change between kinds.</summary>
    private static bool IsOpaque(string run)
    {
        var changes = run.Zip(run.Skip(1)).Count(pair => Kind(pair.First) != Kind(pair.Second)
            && Kind(pair.First) != 0 && Kind(pair.Second) != 0
            && !(char.IsAsciiLetterUpper(pair.First) && char.IsAsciiLetterLower(pair.Second)));
        return changes >= Math.Max(4, run.Length / 6) || run.Split(s_separators).Any(IsOpaquePart);
    }

    private static bool IsOpaquePart(string part) => part.Length >= LongestWord
        || (part.Length >= ShortestKey && part.Any(char.IsAsciiDigit) && part.Any(char.IsAsciiLetterUpper)
            && !part.Any(char.IsAsciiLetterLower));

    private static int Kind(char character) => char.IsAsciiLetterLower(character) ? 1
        : char.IsAsciiLetterUpper(character) ? 2
        : char.IsAsciiDigit(character) ? 3
        : 0;

    [GeneratedRegex("-----BEGIN.*?(-----END[^-]*-----|$)", RegexOptions.Singleline)]
    private static partial Regex PemBlocks();

    [GeneratedRegex("-----BEGIN (?!CERTIFICATE-).*?(-----END[^-]*-----|$)", RegexOptions.Singleline)]
    private static partial Regex KeyBlocks();

    // JSON Web Tokens, which start with the base64 of '{"'.
    [GeneratedRegex(@"\beyJ[\w-]+(\.[\w-]*)*")]
    private static partial Regex Tokens();

    [GeneratedRegex(@"(?<=://)[^\s/@]+(:[^\s@]*)?@")]
    private static partial Regex Logins();

    [GeneratedRegex(@"\b(Bearer|Basic)\s+(?=\S*[\d._=-])[\w.~+/=-]{6,}", RegexOptions.IgnoreCase)]
    private static partial Regex Schemes();

    // --client-secret x, but not --token-cache-dir x.
    [GeneratedRegex(@"(--?[\w-]*(?:password|passphrase|secret|token|key)[ =])(?!-)(""[^""]*""|'[^']*'|\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex Options();

    // After '=' anything is a value; after ':' words may follow, as in 'no token: log in', unless a password must come.
    [GeneratedRegex(
        @"((?:password|passwd|passphrase|pwd)[""']?\s*[=:]\s*|(?:secret|token|api[_-]?key|access[_-]?key|[?&]code|signature)[""']?\s*=\s*"
            + @"|(?:secret|token|api[_-]?key|access[_-]?key)[""']?\s*:\s*(?=[""']|\S*[\d_+/=]))(""[^""]*""|'[^']*'|[^\s""',;&]+)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Values();

    // A UUID that an option names is no secret: tenants and subscriptions have them. Those of secret options are gone already.
    [GeneratedRegex(@"(?<named>--[\w-]+[ =][0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b)|(?<![A-Za-z0-9])[A-Za-z0-9+/=_~-]{16,}")]
    private static partial Regex Runs();
}
