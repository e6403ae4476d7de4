using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NsmPS.Module.Tests.Engine;

/// <summary>A script in a bare engine in a process of its own, where nothing is loaded yet.</summary>
internal static class EngineProcess
{
    public const string Word = "--engine";

    /// <summary>Runs a script in a new process and gives the lines it output.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string script, CancellationToken cancellationToken)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, ["exec", typeof(EngineProcess).Assembly.Location, Word, script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(process.ExitCode == 0, $"The script failed: {await errors}\n{output}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>The other side: runs the script and prints its output, one line each.</summary>
    public static int RunHere(string script)
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        runspace.SessionStateProxy.SetVariable("Manifest", Built.Manifest);
        runspace.SessionStateProxy.SetVariable("OtherYaml", Built.OtherYaml);
        using var shell = PowerShell.Create(runspace);
        // In one script: an error that ends one of several statements is only noted by the shell.
        shell.AddScript($"$ErrorActionPreference = 'Stop'\n{script}");
        try
        {
            foreach (var line in shell.Invoke())
            {
                Console.Out.WriteLine(line);
            }

            return 0;
        }
        catch (RuntimeException error)
        {
            Console.Error.WriteLine($"{error.ErrorRecord.FullyQualifiedErrorId}: {error.Message}\n{error.ErrorRecord.ScriptStackTrace}\n{error}");
            return 1;
        }
    }
}
