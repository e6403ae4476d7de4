using System.Globalization;
using System.Text;

namespace NsmPS.Views;

/// <summary>The table of wires that is drawn again in a terminal after each change.</summary>
internal sealed class LiveTable
{
    private const string Home = "\e[H";
    private const string ClearScreen = "\e[2J";
    private const string ClearLine = "\e[K";
    private const string ClearBelow = "\e[J";

    private readonly SortedDictionary<string, NsmConnectionChange> _last = new(StringComparer.Ordinal);
    private bool _isDrawn;

    /// <summary>Takes a change and gives what draws the table with it.</summary>
    /// <param name="change">The change.</param>
    /// <param name="width">The width of the terminal.</param>
    /// <param name="height">Its height; wires that do not fit are counted.</param>
    public string Draw(NsmConnectionChange change, int width, int height)
    {
        _last[$"{change.Cluster}/{change.ClientNamespace}/{change.Client}/{change.ClientInterface}/{change.NetworkService}"] = change;
        var text = new StringBuilder(_isDrawn ? Home : ClearScreen + Home);
        _isDrawn = true;
        Line(text, Row("Client", "Interface", "Endpoint", "Last", "At", "Reason"), width);
        var room = Math.Max(1, height - 3);
        foreach (var row in _last.Values.Take(room))
        {
            Line(text, Row($"{row.ClientNamespace}/{row.Client}", row.ClientInterface, row.Endpoint, row.Change.ToString(),
                row.Time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture), row.Reason), width);
        }

        if (_last.Count > room)
        {
            Line(text, $"and {_last.Count - room} more", width);
        }

        return text.Append(ClearBelow).ToString();
    }

    private static string Row(string client, string link, string endpoint, string last, string at, string reason) =>
        $"{client,-44} {link,-10} {endpoint,-36} {last,-9} {at,-8} {reason}";

    private static void Line(StringBuilder text, string line, int width) =>
        text.Append(line.Length < width ? line : line[..Math.Max(0, width - 1)]).Append(ClearLine).Append("\r\n");
}
