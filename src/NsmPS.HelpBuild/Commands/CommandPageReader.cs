using NsmPS.HelpBuild.Pages;

namespace NsmPS.HelpBuild.Commands;

/// <summary>Reads the page of a command, which has the form of PlatyPS (schema 2.0.0).</summary>
internal static class CommandPageReader
{
    private static readonly string[] s_sections =
        ["SYNOPSIS", "SYNTAX", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    public static CommandPage Read(MarkdownPage page, string helpFile)
    {
        FrontMatterRules.Check(page, helpFile);
        var sections = SectionRules.Sections(page, s_sections);
        var command = new CommandPage
        {
            Name = page.Name,
            Synopsis = SectionRules.Text(page, sections["SYNOPSIS"]),
            Syntaxes = SyntaxReader.Read(page, sections["SYNTAX"]),
            Description = SectionRules.Text(page, sections["DESCRIPTION"]),
            Examples = ExampleReader.Read(page, sections["EXAMPLES"]),
            Parameters = ParameterReader.Read(page, sections["PARAMETERS"]),
            Inputs = PipedTypes(page, sections["INPUTS"]),
            Outputs = PipedTypes(page, sections["OUTPUTS"]),
            Notes = Paragraphs.Of(page, sections["NOTES"].Blocks),
            Links = RelatedLinkReader.Read(page, sections["RELATED LINKS"]),
        };
        SyntaxRules.Check(page, command);
        return command;
    }

    private static IReadOnlyList<PipedType> PipedTypes(MarkdownPage page, Section section) =>
        [.. SectionRules.Filled(page, section).Sections.Select(type => new PipedType(type.Title, SectionRules.Text(page, type)))];
}
