using System.Diagnostics;

namespace NsmPS.HelpBuild.Tests;

/// <summary>Runs a script in the PowerShell that comes with this repository, with a module imported.</summary>
internal static class PowerShellRun
{
    public static async Task<string> RunAsync(string module, string script)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Checkout.Folder, RedirectStandardOutput = true };
        string[] arguments = ["pwsh", "-NoProfile", "-NonInteractive", "-Command", $"Import-Module '{module}' -ErrorAction Stop; {script}"];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
