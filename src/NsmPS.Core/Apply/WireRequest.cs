using System.Globalization;

namespace NsmPS.Apply;

/// <summary>One wire that a client asks for.</summary>
/// <param name="NetworkService">The network service.</param>
/// <param name="Interface">The name its interface gets.</param>
internal sealed record WireRequest(string NetworkService, string Interface)
{
    /// <summary>The longest name of an interface in Linux.</summary>
    public const int LongestInterface = 15;

    private const string InterfacePrefix = "nsm";

    /// <summary>More than any client has; the annotation is a stranger's.</summary>
    private const int Most = 64;

    /// <summary>
    /// Reads <c>service[/interface][?label=value],…</c>. Nothing is trimmed, because NSM does not: a space after a comma is part of the service's name. Interfaces
    /// without a name are numbered by their place.
    /// </summary>
    public static IReadOnlyList<WireRequest> Parse(string annotation) => [.. annotation.Split(',', Most + 1).Take(Most).Select(Read)];

    private static WireRequest Read(string entry, int index)
    {
        var path = entry.Split('?', 2)[0].Split('/', 2);
        return new WireRequest(path[0], path.Length > 1 ? path[1] : InterfacePrefix + index.ToString(CultureInfo.InvariantCulture));
    }
}
