namespace NsmPS.HelpBuild.About;

/// <summary>Breaks text into lines.</summary>
internal static class LineWrap
{
    /// <summary>How wide a line of a topic may be, its indent counted.</summary>
    public const int Columns = 80;

    private const string ItemStart = "- ";

    /// <summary>Lines that are at most so wide, unless one word is wider. The later lines of a list's item stand under its text.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        var indent = text.StartsWith(ItemStart, StringComparison.Ordinal) ? new string(' ', ItemStart.Length) : "";
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length == 0)
            {
                line = word;
            }
            else if (line.Length + 1 + word.Length <= width)
            {
                line = $"{line} {word}";
            }
            else
            {
                lines.Add(line);
                line = indent + word;
            }
        }

        lines.Add(line);
        return lines;
    }
}
