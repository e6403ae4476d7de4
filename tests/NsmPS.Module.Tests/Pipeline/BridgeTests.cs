using System.Management.Automation;
using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests.Pipeline;

/// <summary>What commands do with threads and failures that no real command can be brought to.</summary>
public sealed class BridgeTests : IDisposable
{
    private readonly ModuleEngine _engine = ModuleEngine.StartWithProbe();
    private readonly string _endMark = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose()
    {
        _engine.Dispose();
        File.Delete(_endMark);
    }

    [Fact]
    public void Run_WorkWritesFromManyThreads_EverythingArrives()
    {
        var result = _engine.Run("Send-ProbeRow 200 -Verbose").ThrowIfFailed();

        Assert.Equal(Enumerable.Range(1, 200), result.Output.Select(row => (int)row.BaseObject).Order());
        Assert.Equal(200, result.Verbose.Count);
        Assert.Equal(["all rows sent"], result.Warnings);
        Assert.Equal(["all rows sent"], result.Information);
    }

    [Fact]
    public void Run_ConsumerThrows_ItsErrorPassesAndTheWorkHasEnded()
    {
        var result = _engine.Run("Send-ProbeRow 5 -Endless -EndMark $args[0] -EndingMilliseconds 200 | ForEach-Object { throw 'of the "
            + "consumer' }", _endMark);

        Assert.Equal("of the consumer", result.Ending?.Exception.Message);
        Assert.True(File.Exists(_endMark));
    }

    [Fact]
    public async Task Stop_EndlessWork_ReturnsWhenTheWorkHasEnded()
    {
        using var shell = _engine.NewShell("Send-ProbeRow 1 -Endless -EndMark $args[0]", _endMark);
        using var output = new PSDataCollection<PSObject>();
        var running = shell.BeginInvoke<PSObject, PSObject>(null, output);
        while (output.Count == 0)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        shell.Stop();

        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.True(File.Exists(_endMark));
        Assert.Empty(shell.Streams.Error);
    }

    [Theory]
    [InlineData("Defect", "InvalidCastException: The probe was told to have a defect.")]
    [InlineData("StrayCancellation", "OperationCanceledException: Nobody asked for this.")]
    public void Run_UnforeseenFailure_HasAStableIdAndKeepsTheException(string failure, string message)
    {
        var result = _engine.Run($"Send-ProbeRow -Failure {failure}");

        Assert.NotNull(result.Ending);
        Assert.Equal("InternalError,NsmPS.Probe.SendProbeRowCommand", result.Ending.FullyQualifiedErrorId);
        Assert.Equal(message, result.Ending.Exception.Message);
        Assert.NotNull(result.Ending.Exception.InnerException?.StackTrace);
    }
}
