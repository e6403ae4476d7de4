using System.Diagnostics;
using System.Globalization;
using NsmPS.Module.Tests.Engine;
using NsmPS.Module.Tests.Fakes;

namespace NsmPS.Module.Tests.Adapter;

/// <summary>What becomes of adapters when the shell that started them dies.</summary>
[Collection(nameof(AdapterLifeTests))]
public sealed class AdapterShellTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    public AdapterShellTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs POSIX signals.");

    [Fact]
    public async Task Kill_Shell_TheAdapterEnds()
    {
        var (shell, adapter) = await StartAsync("Start-NsmAdapter -Port 0 -PassThru");
        using (shell)
        {
            await AdapterProcess.SignalAsync(shell.Id, "KILL");

            await Poll.UntilAsync(() => !AdapterProcess.Runs(adapter));
        }
    }

    [Fact]
    public async Task End_Shell_TheAdapterEnds()
    {
        var (shell, adapter) = await StartAsync("Start-NsmAdapter -Port 0 -PassThru");
        using (shell)
        {
            shell.StandardInput.Close();
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

            await Poll.UntilAsync(() => !AdapterProcess.Runs(adapter));
        }
    }

    [Fact]
    public async Task Kill_ShellOfADetachedAdapter_ItStaysUntilAnotherShellStopsIt()
    {
        var (shell, adapter) = await StartAsync("Start-NsmAdapter -Port 0 -Detached -PassThru");
        using (shell)
        {
            await AdapterProcess.SignalAsync(shell.Id, "KILL");
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        try
        {
            using var engine = ModuleEngine.Start();
            Assert.True(AdapterProcess.Runs(adapter));
            Assert.Equal(["Serving"], engine.Run("$id = $args[0]; Get-NsmAdapter | ForEach-Object { if ($_.ProcessId -eq $id) { $_.State } }", adapter).ThrowIfFailed().Text);

            engine.Run("$id = $args[0]; Get-NsmAdapter | ForEach-Object { if ($_.ProcessId -eq $id) { $_ | Stop-NsmAdapter } }", adapter).ThrowIfFailed();

            Assert.False(AdapterProcess.Runs(adapter));
        }
        finally
        {
            AdapterProcess.KillIfLeft(adapter);
        }
    }

    /// <summary>A shell that has started an adapter and then waits for the end of its input.</summary>
    private static async Task<(Process Shell, int Adapter)> StartAsync(string command)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var script = $"$ErrorActionPreference = 'Stop'; [Console]::WriteLine(({command}).ProcessId); [void][Console]::In.ReadToEnd()";
        var start = new ProcessStartInfo(dotnet, [Built.Console, "-Command", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NSMPS_MODULE_PATH"] = Built.Module;
        var shell = Process.Start(start)!;
        if (int.TryParse(await shell.StandardOutput.ReadLineAsync(limit.Token), CultureInfo.InvariantCulture, out var adapter))
        {
            return (shell, adapter);
        }

        using (shell)
        {
            throw new InvalidOperationException($"The shell did not start an adapter: {await shell.StandardError.ReadToEndAsync(limit.Token)}");
        }
    }
}
