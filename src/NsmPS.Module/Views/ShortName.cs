using System.Collections;
using NsmPS.Session;

namespace NsmPS.Views;

/// <summary>Names in little room, for progress and the views in NsmPS.Format.ps1xml.</summary>
public static class ShortName
{
    private const string Ellipsis = "…";
    private const string Separator = ", ";

    /// <summary>A name or a list of names as it fits into a column of a fixed width on a terminal; whole where
    /// there is no terminal.</summary>
    /// <param name="value">A name, or several; null for none.</param>
    /// <param name="width">The width of the column.</param>
    public static string InColumn(object? value, int width) => Show(value, ShellTerminal.Columns is null ? null : width);

    /// <summary>The same for a column that shares what the fixed ones leave.</summary>
    /// <param name="value">A name, or several; null for none.</param>
    /// <param name="taken">The columns that the rest of the row takes, gaps included.</param>
    /// <param name="shares">Among how many such columns what is left is shared.</param>
    public static string InTable(object? value, int taken, int shares) =>
        Show(value, ShellTerminal.Columns is { } columns && columns - taken > 0 ? (columns - taken) / shares : null);

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

    private static string Show(object? value, int? width) => value switch
    {
        IEnumerable names and not string => ShowList([.. names.Cast<object?>().Select(name => $"{name}")], width),
        _ => width is { } room ? Fit(value?.ToString(), room) : value?.ToString() ?? "",
    };

    private static string ShowList(IReadOnlyList<string> names, int? width) => width is { } room ? FitList(names, room) : Listed(names);

    /// <summary>As many names as fit, in the way the shell writes lists; the first one without its middle where not even it fits.</summary>
    private static string FitList(IReadOnlyList<string> names, int width)
    {
        for (var shown = names.Count; shown > 0; shown--)
        {
            var text = Listed([.. names.Take(shown)], shown < names.Count ? Ellipsis : "");
            if (text.Length <= width)
            {
                return text;
            }
        }

        var rest = names.Count > 1 ? Ellipsis : "";
        return names.Count == 0 ? Listed(names) : Listed([Fit(names[0], width - Listed([], rest).Length)], rest);
    }

    private static string Listed(IReadOnlyList<string> names, string rest = "") => $"{{{string.Join(Separator, names)}{rest}}}";
}
