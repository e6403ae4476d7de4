namespace NsmPS.Console.Options;

internal enum CommandLineMode
{
    /// <summary>No command given: a prompt on a terminal, otherwise standard input as the script.</summary>
    Prompt,
    Command,
    StandardInput,
    File,
    Help,
    Version,
}
