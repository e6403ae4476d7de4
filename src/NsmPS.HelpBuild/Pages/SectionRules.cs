namespace NsmPS.HelpBuild.Pages;

/// <summary>What sections must be there and have.</summary>
internal static class SectionRules
{
    /// <summary>The sections of the second level by their titles, which must be these in this order.</summary>
    public static IReadOnlyDictionary<string, Section> Sections(MarkdownPage page, IReadOnlyList<string> titles)
    {
        NoBlocks(page, page.Root);
        var found = page.Root.Sections;
        for (var index = 0; index < Math.Max(titles.Count, found.Count); index++)
        {
            if (index == titles.Count)
            {
                page.Fail(ErrorIds.Structure, found[index].Line, $"no section is expected here, but '{found[index].Title}' is");
            }

            if (index == found.Count)
            {
                page.Fail(ErrorIds.Structure, LastLine(page.Root), $"the section '{titles[index]}' is missing at the end");
            }

            if (found[index].Title != titles[index])
            {
                page.Fail(ErrorIds.Structure, found[index].Line,
                    $"the section '{titles[index]}' is expected here, not '{found[index].Title}'");
            }
        }

        return found.ToDictionary(section => section.Title, StringComparer.Ordinal);
    }

    /// <summary>The paragraphs of a section that has text and nothing below it.</summary>
    public static IReadOnlyList<string> Text(MarkdownPage page, Section section)
    {
        NoSections(page, section);
        var text = Paragraphs.Of(page, section.Blocks);
        return text.Count > 0 ? text : page.Fail<IReadOnlyList<string>>(ErrorIds.Structure, section.Line, $"'{section.Title}' has no text");
    }

    /// <summary>The section itself, which must have sections below it and no text of its own.</summary>
    public static Section Filled(MarkdownPage page, Section section)
    {
        NoBlocks(page, section);
        return section.Sections.Count > 0
            ? section
            : page.Fail<Section>(ErrorIds.Structure, section.Line, $"'{section.Title}' has no headings below it");
    }

    public static void NoSections(MarkdownPage page, Section section)
    {
        if (section.Sections is [var first, ..])
        {
            page.Fail(ErrorIds.Structure, first.Line, $"'{section.Title}' can have no heading below it");
        }
    }

    private static void NoBlocks(MarkdownPage page, Section section)
    {
        if (section.Blocks is [var first, ..])
        {
            page.Fail(ErrorIds.Structure, first.Line + 1, $"a heading must follow '{section.Title}', and no text");
        }
    }

    private static int LastLine(Section section) => section.Sections is [.., var last] ? LastLine(last) : section.Line;
}
