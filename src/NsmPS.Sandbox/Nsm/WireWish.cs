namespace NsmPS.Sandbox.Nsm;

/// <summary>One entry of a client's annotation: <c>service[/interface][?label=value]</c>.</summary>
/// <param name="Service">The network service.</param>
/// <param name="Interface">The interface's name; nsm0, nsm1 and so on where none is given.</param>
internal sealed record WireWish(string Service, string Interface)
{
    /// <summary>The longest name of an interface in Linux.</summary>
    public const int LongestInterface = 15;

    /// <summary>Reads a comma list. Nothing is trimmed: a space after a comma is part of the service's name.</summary>
    public static IReadOnlyList<WireWish> Parse(string annotation) => [.. annotation.Split(',').Select(Read)];

    private static WireWish Read(string entry, int index)
    {
        var path = entry.Split('?', 2)[0].Split('/', 2);
        return new WireWish(path[0], path.Length > 1 ? path[1] : FormattableString.Invariant($"{NsmNames.LinkPrefix}{index}"));
    }
}
