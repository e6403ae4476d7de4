namespace NsmPS.Console.Options;

/// <summary>What the user asked for on the command line.</summary>
internal sealed record CommandLine
{
    public CommandLineMode Mode { get; init; } = CommandLineMode.Prompt;

    /// <summary>The text of -Command.</summary>
    public string CommandText { get; init; } = "";

    /// <summary>The path given to -File, as typed.</summary>
    public string ScriptPath { get; init; } = "";

    /// <summary>Everything behind the script's path, untouched.</summary>
    public IReadOnlyList<string> ScriptArguments { get; init; } = [];

    public bool NonInteractive { get; init; }

    public bool NoLogo { get; init; }
}
