using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Nsm.V1;

/// <summary>Reads the annotation of NSM v1: a comma list of <c>mechanism://service[/interface][?label=value]</c>.</summary>
internal static class V1Wish
{
    private const string SchemeEnd = "://";

    public static IReadOnlyList<WireWish> Parse(string annotation) => [.. annotation.Split(',').Select(Read)];

    private static WireWish Read(string entry, int index)
    {
        var start = entry.IndexOf(SchemeEnd, StringComparison.Ordinal);
        var path = (start < 0 ? entry : entry[(start + SchemeEnd.Length)..]).Split('?', 2)[0].Split('/', 2);
        return new WireWish(
            path[0],
            start >= 0 && entry[..start] == NsmNames.MemifInterface ? NsmNames.MemifInterface
                : path.Length > 1 && path[1].Length > 0 ? path[1]
                : FormattableString.Invariant($"{NsmNames.LinkPrefix}-{index + 1}"));
    }
}
