using System.Globalization;
using System.Net;
using System.Text;

namespace NsmPS.Topology.Export;

/// <summary>Draws the picture of an HTML page, or a file of its own.</summary>
internal static class SvgWriter
{
    /// <summary>The picture.</summary>
    /// <param name="diagram">What to draw.</param>
    /// <param name="style">Its style sheet; null where the page around it has one.</param>
    public static string Write(Diagram diagram, string? style = null)
    {
        if (diagram.IsGrouped)
        {
            return SvgGrid.Write(diagram, style);
        }

        var layout = new SvgLayout(diagram);
        var text = Begin(diagram, layout.Width, layout.Height, style);
        foreach (var (node, band) in diagram.Nodes.Zip(layout.Bands))
        {
            text.Append(CultureInfo.InvariantCulture, $"<rect class=\"node\" {Rectangle(band)}/>\n<text class=\"node\" "
                + $"x=\"{band.X + SvgLayout.Padding}\" y=\"{band.Y + 19}\">node {Escape(node.Name)}</text>\n");
        }

        // Wires lie under the boxes that they join.
        foreach (var wire in diagram.Wires)
        {
            Wire(text, wire, layout);
        }

        foreach (var node in diagram.Nodes)
        {
            node.Clients.ToList().ForEach(box => Box(text, box, "client", layout.Box(box.Id)));
            node.Endpoints.ToList().ForEach(box => Box(text, box, "endpoint", layout.Box(box.Id)));
        }

        return text.Append("</svg>\n").ToString();
    }

    /// <summary>The beginning of a picture of some size in pixels.</summary>
    public static StringBuilder Begin(Diagram diagram, int width, double height, string? style) => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" "
            + $"height=\"{height:0}\" viewBox=\"0 0 {width} {height:0}\">\n<title>{Escape(diagram.Title)}</title>\n")
        .Append(style is null ? "" : $"<style>\n{style}\n</style>\n");

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static void Wire(StringBuilder text, DiagramWire wire, SvgLayout layout)
    {
        var (from, to) = layout.Paths[wire];
        var bend = (to.X - from.X) / 2;
        text.Append(CultureInfo.InvariantCulture, $"<path class=\"wire {wire.Look}\" d=\"M{from.X:0.#} {from.Y:0.#} C{from.X + bend:0.#} "
            + $"{from.Y:0.#} {to.X - bend:0.#} {to.Y:0.#} {to.X:0.#} {to.Y:0.#}\"><title>{Escape(wire.Label)}</title></path>\n");
    }

    private static void Box(StringBuilder text, DiagramBox box, string kind, SvgLayout.Place place)
    {
        text.Append(CultureInfo.InvariantCulture, $"<g class=\"{kind}{(box.IsThere ? "" : " gone")}\"><rect {Rectangle(place)}/>\n");
        text.Append(CultureInfo.InvariantCulture,
            $"<text class=\"name\" x=\"{place.X + SvgLayout.Padding:0.#}\" y=\"{place.Y + 18:0.#}\">{Escape(box.Name)}</text>\n");
        for (var line = 0; line < box.Lines.Count; line++)
        {
            var y = place.Y + SvgLayout.NameHeight + (SvgLayout.LineHeight * (line + 0.5)) + 4;
            text.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{place.X + SvgLayout.Padding:0.#}\" y=\"{y:0.#}\">{Escape(box.Lines[line])}</text>\n");
        }

        text.Append("</g>\n");
    }

    private static string Rectangle(SvgLayout.Place place) =>
        string.Create(CultureInfo.InvariantCulture,
            $"x=\"{place.X:0.#}\" y=\"{place.Y:0.#}\" width=\"{place.Width:0.#}\" height=\"{place.Height:0.#}\" rx=\"6\"");
}
