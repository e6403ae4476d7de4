using System.Globalization;
using System.Net;
using System.Text;

namespace NsmPS.Watching.Healing;

/// <summary>Draws the gaps of wires over time.</summary>
public static class HealingPicture
{
    private const int Left = 330;
    private const int Chart = 700;
    private const int Right = 130;
    private const int Top = 60;
    private const int RowHeight = 24;
    private const int Bar = 14;
    private const int Marks = 10;

    private const string Style =
        "text{font:12px sans-serif;fill:#222}.calm{fill:#2e9e5b}.gap{fill:#d33a2c}.event{stroke:#1b4f9c;stroke-dasharray:4 3}"
        + ".axis{stroke:#bbb}.none{fill:#bbb}";

    /// <summary>The picture as an SVG file.</summary>
    public static string Write(HealingRun run)
    {
        var (whole, bottom) = (run.End - run.Start, Top + (run.Results.Count * RowHeight));
        double X(DateTimeOffset at) => Left + (Chart * Math.Clamp((at - run.Start) / whole, 0, 1));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{Left + Chart + Right}\" "
            + $"height=\"{bottom + 40}\">\n<title>Gaps of wires over time</title>\n<style>{Style}</style>\n"
            + $"<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        for (var mark = 0; mark <= Marks; mark++)
        {
            var (x, seconds) = (X(run.Start + (whole * mark / Marks)), (whole * mark / Marks).TotalSeconds);
            text.Append(CultureInfo.InvariantCulture,
                $"<line class=\"axis\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"{Top - 4}\" y2=\"{bottom}\"/>"
                + $"<text x=\"{x:0.#}\" y=\"{bottom + 16}\" text-anchor=\"middle\">{seconds:0.#} s</text>\n");
        }

        foreach (var (row, index) in run.Results.Select((row, index) => (row, index)))
        {
            Row(text, row, Top + (index * RowHeight), X);
        }

        Event(text, run.DisturbedAt, run.Results.Select(row => row.Disturbance).FirstOrDefault() ?? "", 20, bottom, X);
        Event(text, run.RepairedAt, "Repair", 38, bottom, X);
        return text.Append("</svg>\n").ToString();
    }

    private static void Row(StringBuilder text, NsmHealingResult row, int y, Func<DateTimeOffset, double> x)
    {
        var look = row.Verdict == NsmHealingVerdict.NotMeasured ? "none" : "calm";
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 12}\" text-anchor=\"end\">"
            + $"{Escape(row.Client)} {Escape(row.ClientInterface)}</text><rect class=\"{look}\" x=\"{Left}\" y=\"{y}\" width=\"{Chart}\" "
            + $"height=\"{Bar}\"/>\n");
        foreach (var gap in row.Gaps)
        {
            var (from, to) = (x(gap.Start), x(gap.Start + gap.Length));
            text.Append(CultureInfo.InvariantCulture,
                $"<rect class=\"gap\" x=\"{from:0.#}\" y=\"{y}\" width=\"{Math.Max(1, to - from):0.#}\" "
                + $"height=\"{Bar}\"><title>{gap.Length.TotalSeconds:0.00} s, {gap.Lost} lost</title></rect>\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + Chart + 8}\" y=\"{y + 12}\">{row.Verdict}: "
            + $"{row.LongestGap.TotalSeconds:0.0} s</text>\n");
    }

    private static void Event(StringBuilder text, DateTimeOffset? at, string label, int y, int bottom, Func<DateTimeOffset, double> x)
    {
        if (at is { } moment)
        {
            text.Append(CultureInfo.InvariantCulture, $"<line class=\"event\" x1=\"{x(moment):0.#}\" x2=\"{x(moment):0.#}\" y1=\"{y}\" "
                + $"y2=\"{bottom}\"/><text x=\"{x(moment) + 4:0.#}\" y=\"{y}\">{Escape(label)}</text>\n");
        }
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
