using System.Diagnostics;
using System.Management.Automation;
using NsmPS.Adapter.Client.Tests.Fakes;
using NsmPS.Module.Tests.Engine;
using NsmPS.Module.Tests.Fakes;

namespace NsmPS.Module.Tests.Adapter;

public sealed class AdapterStopTests
{
    [Theory]
    [InlineData("Get-NsmAdapter -Address $args[0]")]
    [InlineData("Test-NsmAdapter $args[0]")]
    [InlineData("Get-NsmAdapterOperation -Address $args[0]")]
    [InlineData("Watch-NsmAdapterEvent $args[0]")]
    [InlineData("Invoke-NsmAdapterOperation custom -Address $args[0] -Kubeconfig $args[1]")]
    public async Task Stop_AdapterNeverAnswers_StopsWithinASecond(string command)
    {
        await using var adapter = new SilentCluster();
        using var kubeconfig = KubeconfigFile.For(("silent", adapter.Address));
        using var engine = ModuleEngine.Start();
        using var shell = engine.NewShell(command, adapter.Address.Authority, kubeconfig.FullName);
        var running = shell.BeginInvoke();
        await adapter.Contacted.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        AssertStopsAtOnce(shell, running);
    }

    [Theory]
    [InlineData("Watch-NsmAdapterEvent $args[0]")]
    [InlineData("Invoke-NsmAdapterOperation custom -Wait -Address $args[0] -Kubeconfig $args[1]")]
    public async Task Stop_WhileListening_StopsWithinASecondAndTheStreamEnds(string command)
    {
        await using var adapter = await AdapterServer.StartAsync();
        using var kubeconfig = KubeconfigFile.For(("lab", adapter.Url));
        using var engine = ModuleEngine.Start();
        using var shell = engine.NewShell(command, adapter.Url.Authority, kubeconfig.FullName);
        var running = shell.BeginInvoke();
        await Poll.UntilAsync(() => adapter.Mesh.Listeners == 1);

        AssertStopsAtOnce(shell, running);
        await Poll.UntilAsync(() => adapter.Mesh.Listeners == 0);
    }

    private static void AssertStopsAtOnce(PowerShell shell, IAsyncResult running)
    {
        var watch = Stopwatch.StartNew();
        shell.Stop();
        var took = watch.Elapsed;

        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.True(took < TimeSpan.FromSeconds(1), $"Stopping took {took}.");
        Assert.Empty(shell.Streams.Error);
    }
}
