using System.Text.RegularExpressions;

namespace NsmPS.Nsm;

/// <summary>The prefixes of an endpoint as NSM's variables list them, such as <c>172.16.1.0/24,[2001:db8::/116,2001:db8:1::/116]</c>. A
/// wire gets an address of each group; prefixes in brackets are one group, of which the next is used when the one before is used
/// up.</summary>
internal static partial class AddressGroups
{
    private const StringSplitOptions Clean = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <summary>Reads a list; what is no prefix stays as it is.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Parse(string text) =>
        [.. Group().Matches(text).Select(match => match.Value.Trim('[', ']').Split(',', Clean)).Where(group => group.Length > 0)];

    [GeneratedRegex(@"\[[^\]]*\]|[^,\[\]]+")]
    private static partial Regex Group();
}
