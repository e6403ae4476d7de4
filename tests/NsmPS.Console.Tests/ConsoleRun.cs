namespace NsmPS.Console.Tests;

/// <summary>What a finished process left behind.</summary>
public sealed record ConsoleRun(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
