using System.Management.Automation;
using System.Management.Automation.Language;

namespace NsmPS.Module.Tests.Engine;

/// <summary>Checks scripts that cannot be run here: that they parse, and that our commands in them exist and take these parameters.</summary>
internal static class ScriptRules
{
    public static IReadOnlyList<string> Problems(string script, ModuleEngine engine)
    {
        var ast = Parser.ParseInput(script, out _, out var errors);
        var commands = ast.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>();
        return [.. errors.Select(error => $"{error.Extent.StartLineNumber}: {error.Message}"), .. commands.SelectMany(command => Problems(command, engine))];
    }

    private static IEnumerable<string> Problems(CommandAst command, ModuleEngine engine)
    {
        if (command.GetCommandName() is not { } name || !name.Contains("-Nsm", StringComparison.OrdinalIgnoreCase))
        {
            yield break;
        }

        if (engine.Run("Get-Command $args[0] -ErrorAction Ignore", name).Output is not [{ BaseObject: CmdletInfo info }])
        {
            yield return $"{command.Extent.StartLineNumber}: there is no command {name}";
            yield break;
        }

        foreach (var parameter in command.CommandElements.OfType<CommandParameterAst>())
        {
            var known = info.Parameters.Values.SelectMany(candidate => candidate.Aliases.Append(candidate.Name));
            if (!known.Contains(parameter.ParameterName, StringComparer.OrdinalIgnoreCase))
            {
                yield return $"{command.Extent.StartLineNumber}: {name} has no parameter -{parameter.ParameterName}";
            }
        }
    }
}
