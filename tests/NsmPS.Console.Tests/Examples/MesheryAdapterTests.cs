namespace NsmPS.Console.Tests.Examples;

/// <summary>meshery-adapter.ps1.</summary>
public sealed class MesheryAdapterTests : Example
{
    [Fact]
    public async Task MesheryAdapter_NoClusterNamed_InstallsProvesAndRemovesByTheAdapter()
    {
        ConsoleRun run = await ScriptAsync("meshery-adapter.ps1", "-Port", "0");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, run.Lines.Count(line => line.Contains("installed successfully", StringComparison.Ordinal)));
        Assert.Equal(2, run.Lines.Count(line => line.Contains("removed successfully", StringComparison.Ordinal)));
    }
}
