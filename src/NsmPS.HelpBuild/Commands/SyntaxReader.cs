using System.Text.RegularExpressions;
using Markdig.Syntax;
using NsmPS.HelpBuild.Pages;

namespace NsmPS.HelpBuild.Commands;

/// <summary>Reads the syntaxes of a command: a block of code for each parameter set, under the set's name when there are several.</summary>
internal static partial class SyntaxReader
{
    private const string DefaultMark = " (Default)";

    public static IReadOnlyList<CommandSyntax> Read(MarkdownPage page, Section section)
    {
        var sets = section.Sections.Count > 0 ? SectionRules.Filled(page, section).Sections : [section];
        return [.. sets.Select(set => Read(page, set, set == section ? "" : set.Title))];
    }

    private static CommandSyntax Read(MarkdownPage page, Section section, string title)
    {
        if (section.Blocks is not [FencedCodeBlock block])
        {
            return page.Fail<CommandSyntax>(ErrorIds.Syntax, section.Line,
                $"'{section.Title}' must have one block of code and nothing else");
        }

        var line = block.Line + 2;
        var text = string.Join(' ', BlockLines.Of(block).Select(part => part.Text.Trim()));
        if (!text.StartsWith(page.Name, StringComparison.Ordinal))
        {
            page.Fail(ErrorIds.Syntax, line, $"a syntax must begin with the name of the command, {page.Name}");
        }

        var parameters = new List<SyntaxParameter>();
        var position = page.Name.Length;
        var common = false;
        while (position < text.Length)
        {
            var match = ParameterPattern().Match(text, position);
            if (!match.Success || common)
            {
                page.Fail(ErrorIds.Syntax, line, $"the syntax cannot be read from here on: {text[position..].Trim()}");
            }

            common = match.Groups["common"].Success;
            if (!common)
            {
                parameters.Add(new SyntaxParameter(
                    match.Groups["name"].Value,
                    match.Groups["type"] is { Success: true } type ? type.Value : null,
                    !match.Groups["optional"].Success,
                    match.Groups["positional"].Success));
            }

            position += match.Length;
        }

        return common
            ? new CommandSyntax(title.EndsWith(DefaultMark, StringComparison.Ordinal) ? title[..^DefaultMark.Length] : title,
                line, parameters)
            : page.Fail<CommandSyntax>(ErrorIds.Syntax, line, "a syntax must end with [<CommonParameters>]");
    }

    // The forms, in this order: [[-Name] <Type>], [-Name] <Type>, [-Name <Type>] or [-Name], -Name <Type> or -Name.
    [GeneratedRegex("""
        \G\ +(?:
          (?<optional>\[)(?<positional>\[)-(?<name>\w+)\]\ <(?<type>[^<>]+)>\]
        | (?<positional>\[)-(?<name>\w+)\]\ <(?<type>[^<>]+)>
        | (?<optional>\[)-(?<name>\w+)(?:\ <(?<type>[^<>]+)>)?\]
        | -(?<name>\w+)(?:\ <(?<type>[^<>]+)>)?
        | (?<common>\[<CommonParameters>\])
        )(?=\ |$)
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex ParameterPattern();
}
