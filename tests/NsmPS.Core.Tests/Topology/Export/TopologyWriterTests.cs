using System.Text.RegularExpressions;
using System.Xml.Linq;
using NsmPS.Topology.Export;

namespace NsmPS.Core.Tests.Topology.Export;

public sealed partial class TopologyWriterTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Mermaid_Topology_HasNodesBoxesAndColouredWires()
    {
        var lines = TopologyWriter.Write(Drawn.Topology(), NsmTopologyFormat.Mermaid).TrimEnd('\n').Split('\n');

        Assert.Equal("flowchart LR", lines[0]);
        Assert.Equal(["  subgraph n0[\"worker-1\"]", "  subgraph n1[\"worker-2\"]"], lines.Where(line => line.Contains("subgraph", StringComparison.Ordinal)));
        Assert.Contains("    e0[\"icmp-responder-nse-9bfd5666b-wxd6x<br/>icmp-responder, icmp-a\"]", lines);
        Assert.Contains("  c0 ---|\"172.16.1.1/30 Up, ping Ok 0.41 ms\"| e0", lines);
        Assert.Contains("  c4 -.-|\"172.16.1.9/30 Dead\"| e0", lines);
        Assert.Equal(5, lines.Count(line => line.StartsWith("  linkStyle ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Mermaid_HostileNames_AreCharacterCodes()
    {
        var text = TopologyWriter.Write(Drawn.HostileTopology(), NsmTopologyFormat.Mermaid);

        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.Contains("#60;/text#62;", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.Count(character => character == '"') % 2 == 0, line));
        Assert.DoesNotMatch("[`'\\\\&]", text);
    }

    [Fact]
    public void Dot_Topology_HasClustersAndEdges()
    {
        var text = TopologyWriter.Write(Drawn.Topology(), NsmTopologyFormat.Dot);

        Assert.StartsWith("graph nsm {", text, StringComparison.Ordinal);
        Assert.Contains("  subgraph cluster_1 {\n    label=\"worker-2\";", text, StringComparison.Ordinal);
        Assert.Contains("e1 [label=\"icmp-responder-nse-9bfd5666b-xl8d4\\nicmp-responder, icmp-b\", style=\"solid\"];", text, StringComparison.Ordinal);
        Assert.Contains("  c1 -- e1 [label=\"172.16.1.1/30 Up, ping NoReply\", color=\"#bc4c00\", style=solid];", text, StringComparison.Ordinal);
        Assert.Equal(text.Count(character => character == '{'), text.Count(character => character == '}'));
    }

    [Fact]
    public void Dot_HostileNames_StayInsideTheirQuotes()
    {
        var text = TopologyWriter.Write(Drawn.HostileTopology(), NsmTopologyFormat.Dot);

        // What is outside of quotes is NsmPS's own.
        Assert.DoesNotContain("script", Quoted().Replace(text, ""), StringComparison.Ordinal);
        Assert.Contains("alert(\\\"1\\\")", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_Page_NeedsNothingButItself()
    {
        var page = TopologyWriter.Write(Drawn.Topology(), NsmTopologyFormat.Html);

        Assert.Contains("default-src 'none'; style-src 'unsafe-inline'", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)<script|src=|href=|url\\(|@import|\\son[a-z]+=", page.Replace("default-src", "", StringComparison.Ordinal).Replace("style-src", "", StringComparison.Ordinal));
        Assert.DoesNotContain("http", page.Replace(s_svg.NamespaceName, "", StringComparison.Ordinal).Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("<td>Ok, 0.41 ms</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_Drawing_OverlapsNowhereAndStaysInside()
    {
        var svg = Svg(Drawn.Topology());
        var (width, height) = (Number(svg, "width"), Number(svg, "height"));
        var boxes = svg.Elements(s_svg + "g").Select(box => Area(box.Element(s_svg + "rect")!)).ToArray();
        var bands = svg.Elements(s_svg + "rect").Select(Area).ToArray();

        Assert.Equal((7, 2), (boxes.Length, bands.Length));
        Assert.All(boxes.Concat(bands), area => Assert.True(area.X >= 0 && area.Y >= 0 && area.X + area.Width <= width && area.Y + area.Height <= height, $"{area}"));
        Assert.All(Pairs(boxes).Concat(Pairs(bands)), pair => Assert.False(Overlap(pair.First, pair.Second), $"{pair}"));
        Assert.All(boxes, box => Assert.Single(bands, band => box.X >= band.X && box.Y >= band.Y && box.X + box.Width <= band.X + band.Width && box.Y + box.Height <= band.Y + band.Height));
        Assert.Equal(["Proven", "Bad", "Bad", "Unknown", "Dead"], svg.Elements(s_svg + "path").Select(path => path.Attribute("class")!.Value.Split(' ')[1]));
    }

    [Fact]
    public void Html_HostileNames_AreText()
    {
        var topology = Drawn.HostileTopology();
        var page = TopologyWriter.Write(topology, NsmTopologyFormat.Html);

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Equal(2, Svg(topology).Descendants(s_svg + "text").Count(text => text.Value == Drawn.Hostile));
    }

    [Fact]
    public void Html_LongNames_AreCutAndFit()
    {
        var topology = Drawn.Topology() with { Pings = [] };
        var longName = new string('n', 200);
        var svg = Svg(topology with { Clients = [topology.Clients[0] with { Name = longName }], Wires = [topology.Wires[0] with { Client = longName }] });

        var box = svg.Elements(s_svg + "g").First();

        var name = box.Elements(s_svg + "text").First().Value;
        Assert.Equal(63, name.Length);
        Assert.True(Area(box.Element(s_svg + "rect")!).Width > 63 * 8);
    }

    [Fact]
    public void Write_NothingThere_IsStillADrawing()
    {
        var empty = Drawn.Topology() with { Nodes = [], Clients = [], Endpoints = [], Wires = [], NetworkServices = [], Pings = [] };

        Assert.All(Enum.GetValues<NsmTopologyFormat>(), format => Assert.NotEmpty(TopologyWriter.Write(empty, format)));
    }

    private static XElement Svg(NsmTopology topology) => XElement.Parse(Drawing().Match(TopologyWriter.Write(topology, NsmTopologyFormat.Html)).Value);

    private static (double X, double Y, double Width, double Height) Area(XElement element) => (Number(element, "x"), Number(element, "y"), Number(element, "width"), Number(element, "height"));

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<(T First, T Second)> Pairs<T>(T[] items) => items.SelectMany((first, index) => items.Skip(index + 1).Select(second => (first, second)));

    private static bool Overlap((double X, double Y, double Width, double Height) first, (double X, double Y, double Width, double Height) second) =>
        first.X < second.X + second.Width && second.X < first.X + first.Width && first.Y < second.Y + second.Height && second.Y < first.Y + first.Height;

    [GeneratedRegex("<svg.*</svg>", RegexOptions.Singleline)]
    private static partial Regex Drawing();

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Quoted();
}
