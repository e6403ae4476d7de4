using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Bundles;

/// <summary>Writes the page of a bundle from what is in it: no script, no font, no address.</summary>
internal sealed class BundlePage(BundleIndex index)
{
    private const int MostRows = 500;

    private const string Style =
        """
        body { font: 14px system-ui, sans-serif; margin: 24px; color: #1f2328; background: #fff }
        table { border-collapse: collapse; margin: 8px 0 24px } th, td { border: 1px solid #d0d7de; padding: 4px 8px; text-align: left;
          vertical-align: top } th { background: #f6f8fa } .Failed, .Dead, .Down { background: #ffebe9 } .Warning { background: #fff8c5 }
        img { max-width: 100% }
        """;

    private readonly StringBuilder _text = new();

    /// <summary>Adds a table; nothing where there are no rows.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The fields of a row that are shown.</param>
    public void Table(string title, IEnumerable<JsonNode?> rows, params IReadOnlyList<string> columns)
    {
        JsonObject[] shown = [.. rows.OfType<JsonObject>()];
        if (shown.Length == 0)
        {
            return;
        }

        _text.Append(CultureInfo.InvariantCulture, $"<h2>{Escape(title)} ({shown.Length})</h2>\n<table>\n<tr>")
            .AppendJoin("", columns.Select(column => $"<th>{Escape(column)}</th>")).Append("</tr>\n");
        foreach (var row in shown.Take(MostRows))
        {
            var look = Field(row, "Outcome") + Field(row, "State");
            _text.Append(CultureInfo.InvariantCulture, $"<tr class=\"{Escape(look)}\">")
                .AppendJoin("", columns.Select(column => $"<td>{Escape(Field(row, column))}</td>")).Append("</tr>\n");
        }

        _text.Append("</table>\n");
        if (shown.Length > MostRows)
        {
            _text.Append(CultureInfo.InvariantCulture, $"<p>And {shown.Length - MostRows} more.</p>\n");
        }
    }

    /// <summary>Adds links to files of the bundle.</summary>
    public void Links(string title, IEnumerable<string> files)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<h2>{Escape(title)}</h2>\n<ul>\n");
        foreach (var file in files)
        {
            var address = string.Join('/', file.Split('/').Select(Uri.EscapeDataString));
            _text.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{Escape(address)}\">{Escape(file)}</a></li>\n");
        }

        _text.Append("</ul>\n");
    }

    /// <summary>Adds a picture that lies in the bundle.</summary>
    public void Picture(string file) =>
        _text.Append(CultureInfo.InvariantCulture, $"<p><img src=\"{Escape(file)}\" alt=\"Who is connected with whom\"></p>\n");

    /// <summary>The whole page.</summary>
    public string Finish()
    {
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
            + "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:\">\n");
        var title = Escape($"Support bundle of {index.Cluster}");
        page.Append(CultureInfo.InvariantCulture, $"<title>{title}</title>\n<style>\n{Style}\n</style>\n");
        page.Append(CultureInfo.InvariantCulture, $"</head>\n<body>\n<h1>{title}</h1>\n<p>Taken at "
            + $"{index.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC by NsmPS {Escape(index.ModuleVersion)}. Kubernetes: "
            + $"{Escape(index.KubernetesVersion)}. Data of Secrets is not in it, and what looks like a secret is replaced by … and a "
            + $"mark. {(index.Anonymized ? "Names of namespaces, nodes and pods, and addresses, are replaced." : "")}</p>\n");
        page.Append("<p>Start-NsmSandbox -Bundle shows this cluster again.</p>\n<h2>What is missing</h2>\n<ul>\n")
            .AppendJoin("", (index.NotRead.Count > 0 ? index.NotRead : ["Nothing that was asked for."])
                .Select(sentence => $"<li>{Escape(sentence)}</li>\n"))
            .Append("</ul>\n");
        return page.Append(_text).Append("</body>\n</html>\n").ToString();
    }

    private static string Field(JsonObject row, string column) => row.At(column.Split('.')) switch
    {
        null => "",
        JsonValue value => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(),
        JsonArray list => string.Join(", ", list.Select(item => item.Text() ?? item?.ToJsonString())),
        var node => node.ToJsonString(),
    };

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
