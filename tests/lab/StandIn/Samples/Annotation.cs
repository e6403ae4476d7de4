using System.Globalization;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Samples;

/// <summary>One wish of a client: "service[/interface][?label=value&amp;…]".</summary>
internal sealed record Annotation(string Service, string Interface, Dictionary<string, string> Labels)
{
    private const int LongestInterfaceName = 15;
    private const string SchemeEnd = "://";

    /// <summary>Reads a comma list. Nothing is trimmed: a space after a comma becomes part of the service's name.</summary>
    /// <exception cref="LabException">An interface name is too long for Linux.</exception>
    public static IReadOnlyList<Annotation> Parse(string value) => [.. value.Split(',').Select(ParseOne)];

    /// <summary>Reads the form of NSM v1, "mechanism://service[/interface][?label=value]".</summary>
    /// <exception cref="LabException">An interface name is too long for Linux.</exception>
    public static IReadOnlyList<Annotation> ParseUrls(string value) => [.. value.Split(',').Select(ParseUrl)];

    private static Annotation ParseUrl(string url, int index)
    {
        var rest = url[(url.IndexOf(SchemeEnd, StringComparison.Ordinal) is var start and >= 0 ? start + SchemeEnd.Length : 0)..];
        var wish = ParseOne(rest, index);
        return rest.Split('?')[0].Contains('/', StringComparison.Ordinal)
            ? wish
            : wish with { Interface = string.Create(CultureInfo.InvariantCulture, $"nsm-{index + 1}") };
    }

    private static Annotation ParseOne(string part, int index)
    {
        var halves = part.Split('?', 2);
        var path = halves[0].Split('/', 2);
        var name = path.Length > 1 ? path[1] : $"nsm{index}";
        if (name.Length > LongestInterfaceName)
        {
            throw new LabException($"Interface part cannot exceed {LongestInterfaceName} characters");
        }

        Dictionary<string, string> labels = [];
        foreach (var pair in (halves.Length > 1 ? halves[1] : string.Empty).Split('&').Select(static p => p.Split('=', 2)))
        {
            if (pair.Length == 2)
            {
                labels[pair[0]] = pair[1];
            }
        }

        return new Annotation(path[0], name, labels);
    }
}
