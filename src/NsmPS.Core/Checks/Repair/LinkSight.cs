using NsmPS.Checks.Facts;

namespace NsmPS.Checks.Repair;

/// <summary>One link of one node as it was seen: its number tells it from one of the same name that was made later.</summary>
internal readonly record struct LinkSight(string Node, string Link, int Number)
{
    public static LinkSight Of(NodeLinks node, string link) => new(node.Node, link, node.Numbers.GetValueOrDefault(link));

    public static IReadOnlySet<LinkSight> Of(IEnumerable<NodeLinks> nodes) =>
        nodes.SelectMany(node => node.Links.Concat(node.Unclear), Of).ToHashSet();
}
