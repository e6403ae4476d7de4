using Markdig.Syntax;
using NsmPS.HelpBuild.Pages;

namespace NsmPS.HelpBuild.Commands;

/// <summary>Reads the examples of a command: a title with its number, then code, then what the code does.</summary>
internal static class ExampleReader
{
    public static IReadOnlyList<CommandExample> Read(MarkdownPage page, Section section) =>
        [.. SectionRules.Filled(page, section).Sections.Select((example, index) => Read(page, example, index + 1))];

    private static CommandExample Read(MarkdownPage page, Section section, int number)
    {
        SectionRules.NoSections(page, section);
        var start = $"Example {number}: ";
        if (!section.Title.StartsWith(start, StringComparison.Ordinal))
        {
            page.Fail(ErrorIds.Example, section.Line, $"the title of the example must begin with '{start}'");
        }

        if (section.Blocks is not [FencedCodeBlock code, ..])
        {
            return page.Fail<CommandExample>(ErrorIds.Example, section.Line, "an example must begin with a block of code");
        }

        var remarks = Paragraphs.Of(page, section.Blocks.Skip(1));
        return remarks.Count > 0
            ? new CommandExample(section.Title, BlockLines.Text(code), remarks)
            : page.Fail<CommandExample>(ErrorIds.Example, section.Line, "the example does not say what its code does");
    }
}
