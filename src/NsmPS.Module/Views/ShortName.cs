using NsmPS.Session;

namespace NsmPS.Views;

/// <summary>Names in little room, for progress and the views in NsmPS.Format.ps1xml.</summary>
public static class ShortName
{
    private const string Ellipsis = "…";

    /// <summary>The name as it fits into a column of a table on this terminal; whole where there is no terminal.</summary>
    /// <param name="name">A name; null for none.</param>
    /// <param name="taken">The columns that the rest of the row takes, gaps included.</param>
    /// <param name="shares">Among how many such columns what is left is shared.</param>
    public static string InTable(string? name, int taken, int shares) =>
        ShellTerminal.Columns is { } columns && columns - taken > 0 ? Fit(name, (columns - taken) / shares) : name ?? "";

    /// <summary>The name, without its middle where it is too long: names of one kind often differ at their end.</summary>
    /// <param name="name">A name; null for none.</param>
    /// <param name="width">The most columns that it may take, at least 3.</param>
    public static string Fit(string? name, int width)
    {
        var text = name ?? "";
        var room = Math.Max(width, 3) - Ellipsis.Length;
        return text.Length <= room + Ellipsis.Length
            ? text
            : string.Concat(text.AsSpan(0, room / 2), Ellipsis, text.AsSpan(text.Length - (room - (room / 2))));
    }
}
