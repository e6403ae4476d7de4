namespace NsmPS.Topology.Export;

/// <summary>Draws topologies.</summary>
public static class TopologyWriter
{
    /// <summary>The drawing as text. Names are escaped as the format wants it, so none of them can be more than a name.</summary>
    public static string Write(NsmTopology topology, NsmTopologyFormat format)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var diagram = DiagramBuilder.Build(topology);
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
