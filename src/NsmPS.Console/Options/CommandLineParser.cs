namespace NsmPS.Console.Options;

/// <summary>Reads the options. -Command and -File take everything behind them, as they do in pwsh.</summary>
internal static class CommandLineParser
{
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var commandLine = new CommandLine();
        for (int i = 0; i < arguments.Count; i++)
        {
            string[] rest = [.. arguments.Skip(i + 1)];
            switch (OptionName(arguments[i]))
            {
                case "noninteractive":
                    commandLine = commandLine with { NonInteractive = true };
                    break;
                case "nologo":
                    commandLine = commandLine with { NoLogo = true };
                    break;
                case "noprofile":
                    // Accepted so that command lines written for pwsh work; no profile is ever read here.
                    break;
                case "command" or "c":
                    return WithCommand(commandLine, rest);
                case "file" or "f":
                    return WithFile(commandLine, rest);
                case "help" or "h" or "?":
                    return commandLine with { Mode = CommandLineMode.Help };
                case "version" or "v":
                    return commandLine with { Mode = CommandLineMode.Version };
                case null:
                    throw new CommandLineException($"'{arguments[i]}' is not an option. Use -Command for a command and -File for a script.");
                default:
                    throw new CommandLineException($"Unknown option '{arguments[i]}'.");
            }
        }

        return commandLine;
    }

    private static string? OptionName(string argument) =>
        argument.StartsWith('-') && argument.Length > 1 ? argument.TrimStart('-').ToLowerInvariant() : null;

    private static CommandLine WithCommand(CommandLine commandLine, string[] rest) => rest switch
    {
        [] => throw new CommandLineException("-Command needs the text to run, or - to read it from standard input."),
        ["-"] => commandLine with { Mode = CommandLineMode.StandardInput },
        ["-", ..] => throw new CommandLineException("-Command - takes nothing else: the text comes from standard input."),
        _ => commandLine with { Mode = CommandLineMode.Command, CommandText = string.Join(' ', rest) },
    };

    private static CommandLine WithFile(CommandLine commandLine, string[] rest) => rest switch
    {
        [] => throw new CommandLineException("-File needs the path of a script."),
        [var path, .. var arguments] => commandLine with { Mode = CommandLineMode.File, ScriptPath = path, ScriptArguments = arguments },
    };
}
