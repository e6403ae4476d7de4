using System.Management.Automation;
using System.Management.Automation.Language;

namespace NsmPS.Module.Tests.Engine;

/// <summary>Checks scripts without running them: that they parse, and that the commands in them exist and take these parameters together.</summary>
internal static class ScriptRules
{
    /// <summary>What is wrong with a script where commands of others are not looked at.</summary>
    public static IReadOnlyList<string> Problems(string script, ModuleEngine engine) => Problems(script, engine, IsOurs);

    /// <summary>What is wrong with a script all of whose commands must be known to the engine, or be functions of the script.</summary>
    public static IReadOnlyList<string> ProblemsOfAll(string script, ModuleEngine engine) => Problems(script, engine, _ => true);

    private static bool IsOurs(string name) => name.Contains("-Nsm", StringComparison.OrdinalIgnoreCase);

    private static List<string> Problems(string script, ModuleEngine engine, Func<string, bool> isLookedAt)
    {
        var ast = Parser.ParseInput(script, out _, out var errors);
        List<string> problems = [.. errors.Select(error => $"{error.Extent.StartLineNumber}: {error.Message}")];
        if (problems.Count == 0)
        {
            // The engine then knows them as it knows commands.
            foreach (var function in ast.FindAll(node => node is FunctionDefinitionAst, searchNestedScriptBlocks: false))
            {
                engine.Run(function.Extent.Text).ThrowIfFailed();
            }
        }

        var commands = ast.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>();
        problems.AddRange(commands.Where(command => command.GetCommandName() is { } name && isLookedAt(name)).SelectMany(command => Problems(command, engine)));
        return problems;
    }

    private static IEnumerable<string> Problems(CommandAst command, ModuleEngine engine)
    {
        var (name, line) = (command.GetCommandName(), command.Extent.StartLineNumber);
        if (engine.Run("Get-Command -Name $args[0] -CommandType Alias, Cmdlet, Function -ErrorAction Ignore", name).Output is not [{ BaseObject: CommandInfo found }])
        {
            return [$"{line}: there is no command {name}"];
        }

        var info = found is AliasInfo alias ? alias.ResolvedCommand : found;
        var given = command.CommandElements.OfType<CommandParameterAst>().Select(parameter => parameter.ParameterName).ToList();
        var known = given.ToDictionary(parameter => parameter, parameter => Find(info, parameter), StringComparer.OrdinalIgnoreCase);
        if (known.FirstOrDefault(pair => pair.Value is null).Key is { } unknown)
        {
            return [$"{line}: {name} has no parameter -{unknown}"];
        }

        return info.ParameterSets.Any(set => known.Values.All(parameter => set.Parameters.Any(member => member.Name == parameter!.Name)))
            ? []
            : [$"{line}: {name} does not take {string.Join(" ", given.Select(parameter => $"-{parameter}"))} together"];
    }

    // As the shell finds it, but whole: a script should not depend on which parameters a later version adds.
    private static ParameterMetadata? Find(CommandInfo info, string name) =>
        info.Parameters.Values.FirstOrDefault(candidate => candidate.Aliases.Append(candidate.Name).Contains(name, StringComparer.OrdinalIgnoreCase));
}
