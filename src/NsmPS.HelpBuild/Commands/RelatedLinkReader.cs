using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using NsmPS.HelpBuild.Pages;

namespace NsmPS.HelpBuild.Commands;

/// <summary>Reads the related links of a command: paragraphs with one link each.</summary>
internal static class RelatedLinkReader
{
    public static IReadOnlyList<RelatedLink> Read(MarkdownPage page, Section section)
    {
        SectionRules.NoSections(page, section);
        return [.. section.Blocks.Select(block => Read(page, block))];
    }

    private static RelatedLink Read(MarkdownPage page, Block block) =>
        block is ParagraphBlock { Inline: { FirstChild: LinkInline { FirstChild: LiteralInline text } link } inlines }
            && inlines.LastChild == link
            ? new RelatedLink(text.Content.ToString(), Links.Target(page, link))
            : page.Fail<RelatedLink>(ErrorIds.Link, block.Line + 1, "each paragraph here must be one link");
}
