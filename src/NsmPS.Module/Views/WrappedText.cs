using System.Text;
using NsmPS.Session;

namespace NsmPS.Views;

/// <summary>Texts that are broken between words, for the views in NsmPS.Format.ps1xml. The shell breaks them anywhere.</summary>
public static class WrappedText
{
    /// <summary>The text as it fits into a column of a table on this terminal; as it is where there is no terminal.</summary>
    /// <param name="text">A text; null for none.</param>
    /// <param name="taken">The columns that the rest of the row takes, gaps included.</param>
    /// <param name="shares">Among how many such columns what is left is shared.</param>
    public static string InTable(object? text, int taken, int shares) =>
        ShellTerminal.Columns is { } columns && columns - taken > 0 ? Of($"{text}", (columns - taken) / shares) : $"{text}";

    /// <summary>The text in lines of a width. A word that is longer stays whole.</summary>
    public static string Of(string text, int width)
    {
        var lines = new StringBuilder(text.Length);
        var used = 0;
        foreach (var word in text.Split(' '))
        {
            var breaks = used > 0 && used + 1 + word.Length > width;
            lines.Append(breaks ? "\n" : lines.Length > 0 ? " " : "").Append(word);
            var last = word.LastIndexOf('\n');
            used = last >= 0 ? word.Length - last - 1 : breaks || lines.Length == word.Length ? word.Length : used + 1 + word.Length;
        }

        return lines.ToString();
    }
}
