using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NsmPS.Session;

/// <summary>Whether somebody can be asked at the terminal of this shell.</summary>
internal static class ShellTerminal
{
    private const string NonInteractive = "noninteractive";
    private const string ShortestForm = "noni";

    // There is one terminal for all runspaces.
    private static readonly SemaphoreSlim s_free = new(1, 1);

    /// <summary>The options after which the rest of a shell's command line is no longer its own.</summary>
    private static readonly string[] s_last = ["command", "file", "encodedcommand", "commandwithargs", "ec", "cwa"];

    /// <summary>True when standard input is a terminal and the shell was not started with -NonInteractive.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Only the console knows what standard input is; nothing is read or printed.")]
    public static bool IsThere => !Console.IsInputRedirected && !IsNonInteractive(Environment.GetCommandLineArgs());

    /// <summary>Waits until it is free, and takes it until the result is disposed.</summary>
    public static async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await s_free.WaitAsync(cancellationToken);
        return new Taken();
    }

    /// <summary>How many columns the terminal has, as the variable COLUMNS says, or the terminal itself; null where output goes into a
    /// file or a program.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Only the console knows its width; nothing is read or printed.")]
    public static int? Columns =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given
        : Console.IsOutputRedirected ? null
        : Console.WindowWidth;

    /// <summary>True when standard output is a terminal.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Only the console knows what standard output is; nothing is read or printed.")]
    public static bool IsSeen => !Console.IsOutputRedirected;

    /// <summary>Whether a command line starts the shell with -NonInteractive, which no object of the shell tells.</summary>
    public static bool IsNonInteractive(IReadOnlyList<string> arguments) => arguments.Skip(1)
        .Where(argument => argument is ['-' or '/', ..])
        .Select(argument => argument.TrimStart('-', '/').ToLowerInvariant())
        .TakeWhile(name => name.Length == 0 || !s_last.Any(last => last.StartsWith(name, StringComparison.Ordinal)))
        .Any(name => name.StartsWith(ShortestForm, StringComparison.Ordinal) && NonInteractive.StartsWith(name, StringComparison.Ordinal));

    private sealed class Taken : IDisposable
    {
        private int _given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0)
            {
                s_free.Release();
            }
        }
    }
}
