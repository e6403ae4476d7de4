using System.Globalization;
using System.Text;

namespace NsmPS.Topology.Export;

/// <summary>Draws a Mermaid flowchart.</summary>
internal static class MermaidWriter
{
    public static string Write(Diagram diagram)
    {
        var text = new StringBuilder("flowchart LR\n");
        foreach (var (node, index) in diagram.Nodes.Select((node, index) => (node, index)))
        {
            text.Append(CultureInfo.InvariantCulture, $"  subgraph n{index}[\"{Escape(node.Name)}\"]\n");
            foreach (var box in node.Clients)
            {
                text.Append(CultureInfo.InvariantCulture, $"    {box.Id}([\"{Escape(box.Name)}\"])\n");
            }

            foreach (var box in node.Endpoints)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"    {box.Id}[\"{Escape(box.Name)}<br/>{string.Join("<br/>", box.Lines.Select(Escape))}\"]\n");
            }

            text.Append("  end\n");
        }

        foreach (var wire in diagram.Wires)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"  {wire.Client} {(Colours.IsDashed(wire.Look) ? "-.-" : "---")}|\"{Escape(wire.Label)}\"| {wire.Endpoint}\n");
        }

        foreach (var (wire, index) in diagram.Wires.Select((wire, index) => (wire, index)))
        {
            text.Append(CultureInfo.InvariantCulture, $"  linkStyle {index} stroke:{Colours.Of(wire.Look)}\n");
        }

        return text.ToString();
    }

    /// <summary>Mermaid has character codes that begin with # and end with a semicolon; what is not plain becomes one.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            _ = Rune.IsLetterOrDigit(rune) || " .,:/-_()".Contains((char)Math.Min(rune.Value, char.MaxValue), StringComparison.Ordinal)
                ? escaped.Append(rune)
                : escaped.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
        }

        return escaped.ToString();
    }
}
