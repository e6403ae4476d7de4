using System.Diagnostics;
using System.Management.Automation;
using NsmPS.Module.Tests.Engine;
using NsmPS.Module.Tests.Fakes;

namespace NsmPS.Module.Tests.Commands;

public sealed class StopTests
{
    [Theory]
    [InlineData("Connect-NsmCluster")]
    [InlineData("Install-NsmMesh")]
    [InlineData("Get-NsmMesh")]
    [InlineData("Wait-NsmMesh")]
    [InlineData("Uninstall-NsmMesh")]
    [InlineData("New-NsmSampleApp icmp-responder")]
    [InlineData("Get-NsmSampleApp")]
    [InlineData("Remove-NsmSampleApp icmp-responder")]
    [InlineData("Test-NsmIcmpConnectivity")]
    public async Task Stop_ClusterNeverAnswers_StopsWithinASecondAndStaysUsable(string command)
    {
        await using var cluster = new SilentCluster();
        using var kubeconfig = KubeconfigFile.For(("silent", cluster.Address));
        using var engine = ModuleEngine.Start();
        using var shell = engine.NewShell($"{command} -Kubeconfig $args[0]", kubeconfig.FullName);
        var running = shell.BeginInvoke();
        await cluster.Contacted.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        var watch = Stopwatch.StartNew();
        shell.Stop();
        var took = watch.Elapsed;

        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.True(took < TimeSpan.FromSeconds(1), $"Stopping took {took}.");
        Assert.Empty(shell.Streams.Error);
        Assert.Equal(3, engine.Run("Get-NsmRelease").ThrowIfFailed().Output.Count);
    }

    [Fact]
    public async Task Timeout_ClusterNeverAnswers_EndsThePlanInTime()
    {
        await using var cluster = new SilentCluster();
        using var kubeconfig = KubeconfigFile.For(("silent", cluster.Address));
        using var engine = ModuleEngine.Start();
        var watch = Stopwatch.StartNew();

        var result = engine.Run("Install-NsmMesh -Context silent -Timeout 1 -Kubeconfig $args[0]", kubeconfig.FullName);

        Assert.Equal("WaitTimedOut,NsmPS.Commands.InstallNsmMeshCommand", result.Ending?.FullyQualifiedErrorId);
        Assert.Contains("silent", result.Ending?.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task Errors_OneOfSeveralClustersNeverAnswers_TheErrorNamesItAndTheOthersGoOn()
    {
        await using var silent = new SilentCluster();
        using var kubeconfig = KubeconfigFile.For(("silent", silent.Address), ("mute", silent.Address));
        using var engine = ModuleEngine.Start();

        var result = engine.Run("Install-NsmMesh -Context silent, mute, nowhere -Timeout 1 -Kubeconfig $args[0]", kubeconfig.FullName);

        Assert.Null(result.Ending);
        Assert.Equal(
            ["ContextNotFound nowhere", "WaitTimedOut mute", "WaitTimedOut silent"],
            result.Errors.Select(error => $"{error.FullyQualifiedErrorId.Split(',')[0]} {error.ErrorDetails.Message.Split(':')[0]}").Order());
    }
}
