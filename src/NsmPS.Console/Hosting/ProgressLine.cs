using System.Globalization;
using System.Management.Automation;

namespace NsmPS.Console.Hosting;

/// <summary>Words one progress record in one line.</summary>
internal static class ProgressLine
{
    private const int BarLength = 20;

    /// <summary>At most <paramref name="width"/> characters: what is done of what, a bar if a percentage is known, the time left if known.</summary>
    public static string Format(ProgressRecord record, int width)
    {
        string line = (record.ParentActivityId >= 0 ? "  " : "") + record.Activity + ": " + record.StatusDescription;
        if (record.PercentComplete >= 0)
        {
            int filled = BarLength * record.PercentComplete / 100;
            line += string.Create(CultureInfo.InvariantCulture, $" [{new string('=', filled).PadRight(BarLength)}] {record.PercentComplete}%");
        }

        if (record.SecondsRemaining >= 0)
        {
            line += string.Create(CultureInfo.InvariantCulture, $" {TimeSpan.FromSeconds(record.SecondsRemaining):c} left");
        }

        if (!string.IsNullOrEmpty(record.CurrentOperation))
        {
            line += " " + record.CurrentOperation;
        }

        // A line break inside would spoil the count of lines that have to be erased.
        line = line.ReplaceLineEndings(" ");
        return line.Length <= width ? line : line[..Math.Max(0, width)];
    }
}
