using System.Management.Automation;

namespace NsmPS.Parameters;

/// <summary>The rule of Get-Item for names: a missing name is an error, a pattern without a match is not.</summary>
internal static class ExactNames
{
    /// <summary>The names without wildcards that nothing has.</summary>
    public static IEnumerable<string> Missing(IEnumerable<string> asked, IEnumerable<string> there)
    {
        var known = there.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return asked.Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !known.Contains(name)).Distinct();
    }
}
