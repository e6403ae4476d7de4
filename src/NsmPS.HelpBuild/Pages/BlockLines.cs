using Markdig.Syntax;

namespace NsmPS.HelpBuild.Pages;

/// <summary>The lines of a block of code or of front matter, as they stand on the page.</summary>
internal static class BlockLines
{
    public static IReadOnlyList<PageLine> Of(LeafBlock block) =>
        [.. Enumerable.Range(0, block.Lines.Count).Select(index => new PageLine(
            block.Lines.Lines[index].Slice.ToString(),
            block.Lines.Lines[index].Line + 1))];

    public static string Text(LeafBlock block) => string.Join('\n', Of(block).Select(line => line.Text));
}
