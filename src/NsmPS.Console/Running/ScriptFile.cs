using System.Management.Automation.Runspaces;

namespace NsmPS.Console.Running;

/// <summary>A script with its arguments, bound as pwsh -File binds them: everything is text, -Name and -Name:value are parameters.</summary>
internal static class ScriptFile
{
    public static Command ToCommand(string fullPath, IEnumerable<string> arguments)
    {
        // A file of another name (one that starts with #!, say) is no script to the engine: its text is.
        bool isScriptFile = fullPath.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase);
        var command = new Command(isScriptFile ? fullPath : File.ReadAllText(fullPath), isScript: !isScriptFile, useLocalScope: false);
        foreach (string argument in arguments)
        {
            command.Parameters.Add(ToParameter(argument));
        }

        return command;
    }

    private static CommandParameter ToParameter(string argument)
    {
        if (!IsParameter(argument))
        {
            return new CommandParameter(null, argument);
        }

        int colon = argument.IndexOf(':', StringComparison.Ordinal);
        return colon switch
        {
            // The value is the next argument if the parameter takes one: the binder knows.
            < 0 => new CommandParameter(argument),
            _ when colon == argument.Length - 1 => new CommandParameter(argument[..colon]),
            _ => new CommandParameter(argument[..(colon + 1)], Value(argument[(colon + 1)..])),
        };
    }

    // A negative number is a value, not a parameter.
    private static bool IsParameter(string argument) =>
        argument.Length > 1 && argument[0] == '-' && (char.IsLetter(argument[1]) || argument[1] == '_');

    // -Switch:$false is the one place where text cannot stand for the value.
    private static object Value(string text) => text.ToLowerInvariant() switch
    {
        "$true" => true,
        "$false" => false,
        _ => text,
    };
}
