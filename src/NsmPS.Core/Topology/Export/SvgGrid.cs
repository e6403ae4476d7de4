using System.Globalization;
using System.Text;

namespace NsmPS.Topology.Export;

/// <summary>Draws a grouped topology as cards in rows, which stays on a screen where bands would not. A card's bar has the colour of its
/// worst wire.</summary>
internal static class SvgGrid
{
    private const int Columns = 4;
    private const int Between = 12;
    private const int BarHeight = 5;
    private const int SmallestCard = 260;

    /// <summary>The picture.</summary>
    /// <param name="diagram">What to draw.</param>
    /// <param name="style">Its style sheet; null where the page around it has one.</param>
    public static string Write(Diagram diagram, string? style)
    {
        var boxes = diagram.Nodes.SelectMany(node => node.Endpoints.Concat(node.Clients)).ToArray();
        var looks = diagram.Wires.ToLookup(wire => (wire.Client, wire.Line), wire => wire.Look);
        var card = (int)Math.Max(SmallestCard, (SvgLayout.CharacterWidth * boxes.SelectMany(box => box.Lines.Prepend(box.Name))
            .Select(text => text.Length).DefaultIfEmpty(0).Max()) + (2 * SvgLayout.Padding));
        var cards = new StringBuilder();
        var y = SvgLayout.Margin;
        foreach (var node in diagram.Nodes)
        {
            cards.Append(CultureInfo.InvariantCulture,
                $"<text class=\"node\" x=\"{SvgLayout.Margin}\" y=\"{y + 14}\">{SvgWriter.Escape(node.Name)}</text>\n");
            y += SvgLayout.TitleHeight;
            foreach (var row in node.Endpoints.Concat(node.Clients).Chunk(Columns))
            {
                var height = SvgLayout.NameHeight + SvgLayout.Padding
                    + row.Max(box => box.Lines.Count * (SvgLayout.LineHeight + BarHeight));
                foreach (var (box, column) in row.Select((box, column) => (box, column)))
                {
                    Card(cards, box, looks, SvgLayout.Margin + (column * (card + Between)), y, card, height);
                }

                y += height + Between;
            }
        }

        var width = (2 * SvgLayout.Margin) + (Columns * (card + Between)) - Between;
        return SvgWriter.Begin(diagram, width, y, style).Append(cards).Append("</svg>\n").ToString();
    }

    private static void Card(StringBuilder text, DiagramBox box, ILookup<(string, int), WireLook> looks, int x, int y, int width,
        int height)
    {
        text.Append(CultureInfo.InvariantCulture,
            $"<g class=\"card{(box.IsThere ? "" : " gone")}\"><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" "
            + $"rx=\"6\"/>\n<text class=\"name\" x=\"{x + SvgLayout.Padding}\" y=\"{y + 18}\">"
            + $"{SvgWriter.Escape(box.Name)}</text>\n");
        var top = y + SvgLayout.NameHeight;
        for (var line = 0; line < box.Lines.Count; line++, top += SvgLayout.LineHeight + BarHeight)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{x + SvgLayout.Padding}\" y=\"{top + 13}\">{SvgWriter.Escape(box.Lines[line])}</text>\n");
            foreach (var look in looks[(box.Id, line)])
            {
                var bar = top + SvgLayout.LineHeight;
                text.Append(CultureInfo.InvariantCulture, $"<path class=\"wire {look}\" d=\"M{x + SvgLayout.Padding} {bar} "
                    + $"H{x + width - SvgLayout.Padding}\"/>\n");
            }
        }

        text.Append("</g>\n");
    }
}
