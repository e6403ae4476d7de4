namespace NsmPS.Topology.Export;

/// <summary>Draws topologies.</summary>
public static class TopologyWriter
{
    /// <summary>With more clients than this, lines and boxes of single ones cannot be told apart any more, and Mermaid refuses to draw
    /// them.</summary>
    public const int MostSingleClients = 200;

    /// <summary>The drawing as text. Names are escaped as the format wants it, so none of them can be more than a name.</summary>
    /// <param name="topology">What to draw.</param>
    /// <param name="format">How.</param>
    /// <param name="groupAbove">With more clients than this they are drawn together, node by node.</param>
    public static string Write(NsmTopology topology, NsmTopologyFormat format, int groupAbove = MostSingleClients)
    {
        var diagram = topology.Clients.Count > groupAbove ? GroupedDiagram.Build(topology) : DiagramBuilder.Build(topology);
        return format switch
        {
            NsmTopologyFormat.Mermaid => MermaidWriter.Write(diagram),
            NsmTopologyFormat.Dot => DotWriter.Write(diagram),
            NsmTopologyFormat.Html => HtmlWriter.Write(topology, diagram),
            NsmTopologyFormat.Svg => SvgWriter.Write(diagram, HtmlWriter.PictureStyle),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };
    }
}
