using NsmPS.HelpBuild.Pages;

namespace NsmPS.HelpBuild.Commands;

/// <summary>A page says twice which parameters a command has: in its syntaxes and in its parameters. Both must say the same.</summary>
internal static class SyntaxRules
{
    public static void Check(MarkdownPage page, CommandPage command)
    {
        var parameters = command.Parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        foreach (var syntax in command.Syntaxes)
        {
            foreach (var shown in syntax.Parameters)
            {
                if (!parameters.TryGetValue(shown.Name, out var parameter))
                {
                    page.Fail(ErrorIds.Syntax, syntax.Line, $"-{shown.Name} is not described under PARAMETERS");
                }
                else if (parameter.In(syntax.Set) is not { } form)
                {
                    page.Fail(ErrorIds.Syntax, syntax.Line,
                        $"-{shown.Name} does not name the parameter set '{syntax.Set}' in its yaml block");
                }
                else if (Difference(shown, form) is { } difference)
                {
                    page.Fail(ErrorIds.Syntax, syntax.Line, $"-{shown.Name} has another {difference} in its yaml block");
                }
            }

            foreach (var parameter in command.Parameters.Where(parameter => parameter.In(syntax.Set) is not null))
            {
                if (!syntax.Parameters.Any(shown => shown.Name == parameter.Name))
                {
                    page.Fail(ErrorIds.Syntax, parameter.Line, $"-{parameter.Name} is missing in the syntax '{syntax.Set}'");
                }
            }
        }

        CheckSets(page, command);
    }

    private static void CheckSets(MarkdownPage page, CommandPage command)
    {
        var known = command.Syntaxes.Select(syntax => syntax.Set).ToHashSet(StringComparer.Ordinal);
        foreach (var parameter in command.Parameters)
        {
            if (parameter.Forms.SelectMany(form => form.Sets).FirstOrDefault(set => !known.Contains(set)) is { } unknown)
            {
                page.Fail(ErrorIds.Parameter, parameter.Line,
                    $"-{parameter.Name} names the parameter set '{unknown}', which has no syntax");
            }
        }
    }

    private static string? Difference(SyntaxParameter shown, ParameterForm form) =>
        (shown.Type ?? "SwitchParameter") != form.Type ? "type"
        : shown.IsRequired != form.IsRequired ? "value of Required"
        : shown.IsPositional != form.Position.HasValue ? "position"
        : null;
}
