namespace NsmPS.Sandbox.Nsm.Wires;

/// <summary>A wire that somebody asks for: an entry of a client's annotation,
/// <c>service[/interface][?label=value&amp;label=value]</c>, or the variables of a program.</summary>
/// <param name="Service">The network service.</param>
/// <param name="Interface">The interface's name; nsm0, nsm1 and so on where none is given.</param>
internal sealed record WireWish(string Service, string Interface)
{
    /// <summary>The longest name of an interface in Linux.</summary>
    public const int LongestInterface = 15;

    /// <summary>What the network service's matches look at.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads a comma list. Nothing is trimmed: a space after a comma is part of the service's name.</summary>
    public static IReadOnlyList<WireWish> Parse(string annotation) => [.. annotation.Split(',').Select(Read)];

    private static WireWish Read(string entry, int index)
    {
        var halves = entry.Split('?', 2);
        var path = halves[0].Split('/', 2);
        return new WireWish(path[0], path.Length > 1 ? path[1] : FormattableString.Invariant($"{NsmNames.LinkPrefix}{index}"))
        {
            Labels = LabelPairs.Parse(halves.Length > 1 ? halves[1] : "", '&'),
        };
    }
}
