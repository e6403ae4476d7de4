using System.Management.Automation;
using System.Reflection;

namespace NsmPS.Console.Options;

/// <summary>The texts of -Help and -Version.</summary>
internal static class UsageText
{
    public const string Help = """
        NsmPS.Console runs the PowerShell engine with the NsmPS module imported.

        NsmPS.Console [-NonInteractive] [-NoLogo]
        NsmPS.Console [-NonInteractive] -Command <text>
        NsmPS.Console [-NonInteractive] -Command -
        NsmPS.Console [-NonInteractive] -File <script> [<arguments>]

          -Command         Runs the text; everything behind -Command belongs to it. With - the text is read
                           from standard input to its end and then run.
          -File            Runs a script; everything behind its path goes to it: -Name value, switches, values.
          -NonInteractive  Never asks: a command that needs an answer fails.
          -NoLogo          No greeting before the prompt.
          -Help, -Version  Print and leave.

        Without -Command or -File: a prompt on a terminal, otherwise the same as -Command -.

        Exit code: the script's own with exit N; 1 after an error that ended the script or its last statement, and
        when the last statement was a program that failed; 64 for a bad command line; 130 after Ctrl+C, 143 after
        SIGTERM; otherwise 0. Errors that do not end a statement leave the exit code alone.

        NSMPS_MODULE_PATH  the module to import (a folder with NsmPS.psd1, or a manifest), instead of the built one
        COLUMNS            width of tables when output is redirected (200 if not set)
        NO_COLOR           if set, no colours
        """;

    public static string Version => $"NsmPS.Console {VersionOf(typeof(UsageText).Assembly)} (PowerShell engine {VersionOf(typeof(PSObject).Assembly)})";

    private static string VersionOf(Assembly assembly)
    {
        string version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        // "7.6.9 SHA: 0123…" and "0.1.0+0123…": what stands behind the number is for debugging only.
        return version.Split(' ', '+')[0];
    }
}
