using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NsmPS.Topology.Export;

namespace NsmPS.Core.Tests.Topology.Export;

/// <summary>A drawing with more clients than can be told apart.</summary>
public sealed partial class GroupedDiagramTests
{
    private const int Nodes = 200;
    private const int ClientsOfANode = 25;

    // What Mermaid draws at most unless its page is told otherwise.
    private const int MermaidsMostWires = 500;
    private const int MermaidsMostText = 50_000;

    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";
    private static readonly NsmTopology s_large = Drawn.Large(Nodes, ClientsOfANode);

    [Theory]
    [InlineData(200, false)]
    [InlineData(201, true)]
    public void Write_MoreThanTwoHundredClients_AreDrawnTogether(int clients, bool together) =>
        Assert.Equal(together, TopologyWriter.Write(Drawn.Large(1, clients), NsmTopologyFormat.Mermaid)
            .Contains($"node-1: {clients} clients, 1 endpoint", StringComparison.Ordinal));

    [Fact]
    public void Mermaid_ManyClients_StaysBelowItsLimitsAndCountsThem()
    {
        var text = TopologyWriter.Write(s_large, NsmTopologyFormat.Mermaid);

        Assert.InRange(text.Length, 1, MermaidsMostText);
        Assert.InRange(Wires().Count(text), Nodes, MermaidsMostWires);
        Assert.Contains("([\"node-1: 25 clients, 1 endpoint\"])", text, StringComparison.Ordinal);
        Assert.Contains("[\"icmp-responder<br/>20 endpoints on 20 nodes\"]", text, StringComparison.Ordinal);

        // Of the first node's clients the eighth is dead; the second node has none.
        Assert.Contains("  c0 -.-|\"1 dead, 24 up\"| s0", text, StringComparison.Ordinal);
        Assert.Contains("  c1 ---|\"25 up\"| s0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Svg_ManyNodes_AreCardsThatOverlapNowhere()
    {
        var svg = XElement.Parse(TopologyWriter.Write(s_large, NsmTopologyFormat.Svg));
        var cards = svg.Elements(s_svg + "g").Select(card => Area(card.Element(s_svg + "rect")!)).ToArray();

        Assert.Equal(Nodes + 1, cards.Length);
        Assert.Equal(cards.Length, cards.DistinctBy(card => (card.X, card.Y)).Count());
        Assert.All(cards.GroupBy(card => card.Y).SelectMany(row => row.Zip(row.Skip(1))),
            pair => Assert.True(pair.First.X + pair.First.Width <= pair.Second.X));
        Assert.All(cards,
            card => Assert.True(card.X + card.Width <= Number(svg, "width") && card.Y + card.Height <= Number(svg, "height")));
        Assert.Equal(Nodes / 4, svg.Descendants(s_svg + "path").Count(path => path.Attribute("class")!.Value == "wire Dead"));
        Assert.Contains(svg.Descendants(s_svg + "text"), text => text.Value == "icmp-responder: 1 dead, 24 up");
    }

    [Fact]
    public void Html_ManyWires_HasEachInATableWithASearchAndRunsNothingElse()
    {
        var page = TopologyWriter.Write(s_large, NsmTopologyFormat.Html);
        var script = Assert.Single(Script().Matches(page)).Groups["text"].Value;

        Assert.Equal(Nodes * ClientsOfANode, page.Split("<tbody>")[1].Split("<tr>").Length - 1);
        Assert.Contains($"default-src 'none'; style-src 'unsafe-inline'; "
            + $"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}';", page,
            StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)src=|href=|url\\(|@import|\\son[a-z]+=", page);
    }

    [Fact]
    public void Write_HostileNames_AreText()
    {
        Assert.Single(Script().Matches(TopologyWriter.Write(Drawn.HostileTopology(), NsmTopologyFormat.Html, groupAbove: 0)));
        Assert.DoesNotContain("<script", TopologyWriter.Write(Drawn.HostileTopology(), NsmTopologyFormat.Mermaid, groupAbove: 0),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NodeAndClientAreGone_AreStillThere()
    {
        var topology = s_large with { Nodes = [], Endpoints = [], Clients = [], NetworkServices = [] };

        Assert.Contains("node-200: 0 clients, 0 endpoints", TopologyWriter.Write(topology, NsmTopologyFormat.Dot, groupAbove: -1),
            StringComparison.Ordinal);
    }

    private static (double X, double Y, double Width, double Height) Area(XElement element) =>
        (Number(element, "x"), Number(element, "y"), Number(element, "width"), Number(element, "height"));

    private static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^  c\d+ (---|-\.-)", RegexOptions.Multiline)]
    private static partial Regex Wires();

    [GeneratedRegex("<script>(?<text>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
