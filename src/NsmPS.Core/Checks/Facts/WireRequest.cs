namespace NsmPS.Checks;

/// <summary>One entry of an injection annotation: <c>service[/interface][?label=value]</c>.</summary>
/// <param name="Service">The network service.</param>
/// <param name="Interface">The interface's name; empty where NSM chooses it.</param>
internal sealed record WireRequest(string Service, string Interface)
{
    /// <summary>The longest name of an interface in Linux.</summary>
    public const int LongestInterface = 15;

    /// <summary>Reads a comma list as NSM does: nothing is trimmed.</summary>
    public static IReadOnlyList<WireRequest> Parse(string annotation) => [.. annotation.Split(',').Select(Read)];

    private static WireRequest Read(string entry)
    {
        var path = entry.Split('?', 2)[0].Split('/', 2);
        return new WireRequest(path[0], path.Length > 1 ? path[1] : "");
    }
}
