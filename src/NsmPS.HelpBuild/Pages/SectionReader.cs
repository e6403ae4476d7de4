using Markdig.Syntax;

namespace NsmPS.HelpBuild.Pages;

/// <summary>Cuts a page into sections by its headings.</summary>
internal static class SectionReader
{
    public static Section Read(MarkdownPage page, IEnumerable<Block> blocks)
    {
        var open = new Stack<Section>();
        Section? root = null;
        foreach (var block in blocks)
        {
            if (block is HeadingBlock heading)
            {
                var section = new Section(PlainText.Of(page, heading), heading.Level, block.Line + 1);
                while (open.TryPeek(out var above) && above.Level >= section.Level)
                {
                    open.Pop();
                }

                if (section.Level != open.Count + 1 || (section.Level == 1 && root is not null))
                {
                    page.Fail(ErrorIds.Structure, section.Line,
                        $"the heading '{section.Title}' has the level {section.Level}, which does not fit what is above it");
                }

                root ??= section;
                open.TryPeek(out var parent);
                parent?.Sections.Add(section);
                open.Push(section);
            }
            else if (open.TryPeek(out var current))
            {
                current.Blocks.Add(block);
            }
            else if (block is not LinkReferenceDefinitionGroup)
            {
                page.Fail(ErrorIds.Structure, block.Line + 1, "the page must begin with its title");
            }
        }

        return root ?? page.Fail<Section>(ErrorIds.Structure, 1, "the page has no title");
    }
}
