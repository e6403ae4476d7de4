using Markdig.Syntax;

namespace NsmPS.HelpBuild.Pages;

/// <summary>Blocks as paragraphs of plain text: each paragraph is one, and each item of a list.</summary>
internal static class Paragraphs
{
    public static IReadOnlyList<string> Of(MarkdownPage page, IEnumerable<Block> blocks) =>
        [.. blocks.SelectMany(block => Texts(page, block))];

    private static IEnumerable<string> Texts(MarkdownPage page, Block block) => block switch
    {
        ParagraphBlock paragraph => [PlainText.Of(page, paragraph)],
        ListBlock { IsOrdered: false } list => list.Cast<ListItemBlock>().Select(item => $"- {string.Join(' ', Of(page, item))}"),
        LinkReferenceDefinitionGroup => [],
        _ => page.Fail<IEnumerable<string>>(ErrorIds.Markdown, block.Line + 1,
            $"only paragraphs and lists can stand here, no {KindOf(block)}"),
    };

    private static string KindOf(Block block) => block switch
    {
        HtmlBlock => "HTML (put < into `code`)",
        CodeBlock => "code",
        ListBlock => "numbered list",
        _ => block.GetType().Name,
    };
}
