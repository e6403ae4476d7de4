using System.Globalization;
using System.Text;

namespace NsmPS.Topology.Export;

/// <summary>Draws a graph in the language of Graphviz.</summary>
internal static class DotWriter
{
    public static string Write(Diagram diagram)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"graph nsm {{\n  rankdir=LR;\n  label={Quote(diagram.Title)};\n  node [shape=box, "
            + $"fontname=\"monospace\"];\n  edge [fontname=\"monospace\"];\n");
        foreach (var (node, index) in diagram.Nodes.Select((node, index) => (node, index)))
        {
            text.Append(CultureInfo.InvariantCulture, $"  subgraph cluster_{index} {{\n    label={Quote(node.Name)};\n");
            foreach (var box in node.Clients.Select(box => (Box: box, Shape: "rounded", Lines: new[] { box.Name }))
                .Concat(node.Endpoints.Select(box => (Box: box, Shape: "solid", Lines: box.Lines.Prepend(box.Name).ToArray()))))
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"    {box.Box.Id} [label={Quote(box.Lines)}, style=\"{(box.Box.IsThere ? box.Shape : "dashed")}\"];\n");
            }

            text.Append("  }\n");
        }

        foreach (var wire in diagram.Wires)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {wire.Client} -- {wire.Endpoint} [label={Quote(wire.Label)}, "
                + $"color=\"{Colours.Of(wire.Look)}\", style={(Colours.IsDashed(wire.Look) ? "dashed" : "solid")}];\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>A quoted string; \n between its lines. A backslash would begin a sequence of Graphviz' own.</summary>
    private static string Quote(params IReadOnlyList<string> lines) => $"\"{string.Join("\\n", lines.Select(Escape))}\"";

    private static string Escape(string line) =>
        line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
