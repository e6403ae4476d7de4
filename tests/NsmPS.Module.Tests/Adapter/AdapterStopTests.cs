using System.Management.Automation;
using NsmPS.Adapter.Client.Tests.Fakes;
using NsmPS.Module.Tests.Engine;
using NsmPS.Module.Tests.Fakes;

namespace NsmPS.Module.Tests.Adapter;

/// <summary>Ctrl+C while a command listens.</summary>
public sealed class AdapterStopTests
{
    [Theory]
    [InlineData("Watch-NsmAdapterEvent $args[0]")]
    [InlineData("Invoke-NsmAdapterOperation custom -Wait -Address $args[0] -Kubeconfig $args[1]")]
    public async Task Stop_WhileListening_EndsTheStream(string command)
    {
        await using var adapter = await AdapterServer.StartAsync();
        using var kubeconfig = KubeconfigFile.For(("lab", adapter.Url));
        using var engine = ModuleEngine.Start();
        using var shell = engine.NewShell(command, adapter.Url.Authority, kubeconfig.FullName);
        var running = shell.BeginInvoke();
        await Poll.UntilAsync(() => adapter.Mesh.Listeners == 1);

        shell.Stop();

        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Empty(shell.Streams.Error);
        await Poll.UntilAsync(() => adapter.Mesh.Listeners == 0);
    }
}
