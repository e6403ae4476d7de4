using System.Management.Automation;

namespace NsmPS.Parameters;

/// <summary>How names are compared with what a user has typed.</summary>
internal static class NamePattern
{
    /// <summary>A pattern that does not heed case, by the same letters in every culture: in Turkish, I is no capital i.</summary>
    public static WildcardPattern Of(string text) =>
        WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);

    /// <summary>Whether a text fits one of several patterns.</summary>
    public static bool Fits(IReadOnlyList<string> patterns, string text) => patterns.Any(pattern => Of(pattern).IsMatch(text));
}
