using System.Diagnostics;

namespace NsmPS.HelpBuild.Tests;

/// <summary>Runs a script in the PowerShell that comes with this repository, with a module imported.</summary>
internal static class PowerShellRun
{
    /// <summary>What the script and the programs that it started wrote. Programs are
    /// looked for in the folder first, if there is one.</summary>
    public static async Task<string> RunAsync(string module, string script, string? programs = null)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Checkout.Folder, RedirectStandardOutput = true };
        string[] arguments = ["pwsh", "-NoProfile", "-NonInteractive", "-Command", $"Import-Module '{module}' -ErrorAction Stop; {script}"];
        Array.ForEach(arguments, start.ArgumentList.Add);
        if (programs is not null)
        {
            start.Environment["PATH"] = programs + Path.PathSeparator + start.Environment["PATH"];
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
