using Markdig.Syntax;
using NsmPS.HelpBuild.Pages;

namespace NsmPS.HelpBuild.Commands;

/// <summary>Reads the parameters of a command: under each name a text, then a yaml block for each form.</summary>
internal static class ParameterReader
{
    private const string Common = "CommonParameters";

    public static IReadOnlyList<CommandParameter> Read(MarkdownPage page, Section section)
    {
        var sections = SectionRules.Filled(page, section).Sections;
        if (sections[^1].Title != Common)
        {
            page.Fail(ErrorIds.Parameter, sections[^1].Line, $"the last heading under '{section.Title}' must be '{Common}'");
        }

        SectionRules.Text(page, sections[^1]);
        var parameters = sections.SkipLast(1).Select(parameter => Parameter(page, parameter)).ToList();
        foreach (var twice in parameters.GroupBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Skip(1).Any()))
        {
            page.Fail(ErrorIds.Parameter, twice.Last().Line, $"-{twice.Key} is described twice");
        }

        return parameters;
    }

    private static CommandParameter Parameter(MarkdownPage page, Section section)
    {
        SectionRules.NoSections(page, section);
        if (section.Title is not ['-', .. var name] || name.Length == 0)
        {
            return page.Fail<CommandParameter>(ErrorIds.Parameter, section.Line,
                $"the heading of a parameter must begin with '-', not '{section.Title}'");
        }

        var texts = section.Blocks.TakeWhile(block => block is not FencedCodeBlock).ToList();
        var forms = section.Blocks.Skip(texts.Count).ToList();
        if (texts.Count == 0)
        {
            page.Fail(ErrorIds.Parameter, section.Line, $"-{name} has no text");
        }

        if (forms.Count == 0)
        {
            page.Fail(ErrorIds.Parameter, section.Line, $"-{name} has no yaml block");
        }

        return new CommandParameter(name, section.Line, Paragraphs.Of(page, texts), [.. forms.Select(form => Form(page, name, form))]);
    }

    private static ParameterForm Form(MarkdownPage page, string name, Block block) => block is FencedCodeBlock { Info: "yaml" } yaml
        ? ParameterFormReader.Read(page, name, yaml)
        : page.Fail<ParameterForm>(ErrorIds.Parameter, block.Line + 1, $"after the text of -{name} only yaml blocks can stand");
}
