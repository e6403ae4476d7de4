using System.Globalization;
using System.Text;

namespace NsmPS.Topology.Export;

/// <summary>Writes a page that needs nothing but itself: no font, no address, and no script but the search of a page with many wires. Its
/// own policy forbids a browser to load anything, and to run anything else.</summary>
internal static class HtmlWriter
{
    private const string Style =
        """
        body { font: 14px system-ui, sans-serif; margin: 24px; color: #1f2328; background: #fff }
        svg { max-width: 100%; height: auto }
        table { border-collapse: collapse; margin: 16px 0 } th,
          td { border: 1px solid #d0d7de; padding: 4px 8px; text-align: left; vertical-align: top } th { background: #f6f8fa }
        .key { display: inline-block; width: 24px; border-top: 3px solid; margin: 0 6px 3px 16px }
        """;

    private const string Boxes =
        """
        svg text { font: 13px monospace; fill: #1f2328 }
        svg rect { fill: #fff; stroke: #57606a } svg rect.node { fill: #f6f8fa; stroke: #d0d7de }
        svg text.node { font-weight: bold; fill: #57606a } svg text.name { font-weight: bold }
        svg .endpoint rect { fill: #ddf4ff } svg .gone rect { stroke-dasharray: 4 3; fill: #f6f8fa }
        svg .wire { fill: none; stroke-width: 2 }
        """;

    private static readonly string[] s_columns = ["Client", "Node", "Address", "Endpoint", "Node", "Network service", "Locality", "State",
        "Source", "Ping", "Detail"];

    public static string PictureStyle { get; } = $"{Boxes}\n{string.Join('\n', Enum.GetValues<WireLook>().Select(Rule))}";

    public static string Write(NsmTopology topology, Diagram diagram)
    {
        var text = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        var policy = $"default-src 'none'; style-src 'unsafe-inline'{(diagram.IsGrouped ? $";{TableFilter.Policy}" : "")}";
        text.Append(CultureInfo.InvariantCulture, $"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n");
        text.Append(CultureInfo.InvariantCulture,
            $"<title>{SvgWriter.Escape(diagram.Title)}</title>\n<style>\n{Style}\n{PictureStyle}\n</style>\n</head>\n<body>\n");
        text.Append(CultureInfo.InvariantCulture, $"<h1>{SvgWriter.Escape(diagram.Title)}</h1>\n<p>{Counts(topology)} Observed at "
            + $"{topology.ObservedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.</p>\n");
        text.Append(diagram.IsGrouped ? "<p>A card for each node; its line has the colour of its worst wire. "
                : "<p>Clients on the left, endpoints on the right. ")
            .AppendJoin("", Enum.GetValues<WireLook>().Select(look => $"<span class=\"key {look}\"></span>{Colours.Meaning(look)}"))
            .Append("</p>\n");
        text.Append(SvgWriter.Write(diagram));
        text.Append(diagram.IsGrouped ? TableFilter.Field : "");
        text.Append("<table>\n<thead><tr>").AppendJoin("", s_columns.Select(column => $"<th>{column}</th>"))
            .Append("</tr></thead>\n<tbody>\n");
        var pings = new WirePings(topology);
        foreach (var wire in topology.Wires)
        {
            text.Append("<tr>").AppendJoin("", Cells(pings, wire).Select(cell => $"<td>{SvgWriter.Escape(cell)}</td>"))
                .Append("</tr>\n");
        }

        text.Append("</tbody>\n</table>\n");
        foreach (var warning in topology.Warnings)
        {
            text.Append(CultureInfo.InvariantCulture, $"<p>{SvgWriter.Escape(warning)}</p>\n");
        }

        return text.Append(diagram.IsGrouped ? TableFilter.Element : "").Append("</body>\n</html>\n").ToString();
    }

    private static string Rule(WireLook look) =>
        $".{look} {{ stroke: {Colours.Of(look)}; border-color: "
            + $"{Colours.Of(look)}{(Colours.IsDashed(look) ? "; stroke-dasharray: 6 4; border-style: dashed" : "")} }}";

    private static string Counts(NsmTopology topology) =>
        string.Create(CultureInfo.InvariantCulture,
            $"Network services: {topology.NetworkServices.Count}, endpoints: {topology.Endpoints.Count}, clients: "
            + $"{topology.Clients.Count}, wires: {topology.Wires.Count}.");

    private static string[] Cells(WirePings pings, NsmConnection wire)
    {
        var ping = pings.Of(wire);
        var times = ping?.AvgMs is { } average ? string.Create(CultureInfo.InvariantCulture, $", {average:0.0##} ms") : "";
        return
        [
            wire.Client, wire.ClientNode, wire.ClientAddress, wire.Endpoint.Length > 0
                ? wire.Endpoint
                : wire.EndpointName, wire.EndpointNode, wire.NetworkService, $"{wire.Locality}", $"{wire.State}",
            $"{wire.Source}", ping is null ? "" : $"{ping.Verdict}{times}", wire.Detail,
        ];
    }
}
