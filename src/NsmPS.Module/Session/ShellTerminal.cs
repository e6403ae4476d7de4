using System.Diagnostics.CodeAnalysis;

namespace NsmPS.Session;

/// <summary>Whether somebody can be asked at the terminal of this shell.</summary>
internal static class ShellTerminal
{
    private const string NonInteractive = "noninteractive";
    private const string ShortestForm = "noni";

    /// <summary>The options after which the rest of a shell's command line is no longer its own.</summary>
    private static readonly string[] s_last = ["command", "file", "encodedcommand", "commandwithargs", "ec", "cwa"];

    /// <summary>True when standard input is a terminal and the shell was not started with -NonInteractive.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Only the console knows what standard input is; nothing is read or printed.")]
    public static bool IsThere => !Console.IsInputRedirected && !IsNonInteractive(Environment.GetCommandLineArgs());

    /// <summary>True when standard output is a terminal.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Only the console knows what standard output is; nothing is read or printed.")]
    public static bool IsSeen => !Console.IsOutputRedirected;

    /// <summary>Whether a command line starts the shell with -NonInteractive, which no object of the shell tells.</summary>
    /// <param name="arguments">The shell itself and its arguments.</param>
    public static bool IsNonInteractive(IReadOnlyList<string> arguments) => arguments.Skip(1)
        .Where(argument => argument is ['-' or '/', ..])
        .Select(argument => argument.TrimStart('-', '/').ToLowerInvariant())
        .TakeWhile(name => name.Length == 0 || !s_last.Any(last => last.StartsWith(name, StringComparison.Ordinal)))
        .Any(name => name.StartsWith(ShortestForm, StringComparison.Ordinal) && NonInteractive.StartsWith(name, StringComparison.Ordinal));
}
