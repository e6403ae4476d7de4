namespace NsmPS.Console.Tests.Examples;

/// <summary>several-clusters.ps1.</summary>
public sealed class SeveralClustersTests : Example
{
    private const string EveryWire = "4 of 4 wires are good.";

    [Fact]
    public async Task SeveralClusters_NoneNamed_StartsTwoAndProvesBoth()
    {
        ConsoleRun run = await ScriptAsync("several-clusters.ps1");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, run.Lines.Where(line => line.EndsWith(EveryWire, StringComparison.Ordinal)).Distinct().Count());
    }

    [Fact]
    public async Task SeveralClusters_OneDoesNotExist_NamesItAndFails()
    {
        ConsoleRun run = await CommandAsync($"""
            $one = Start-NsmSandbox -PassThru
            & '{PathOf("several-clusters.ps1")}' -Kubeconfig $one.Kubeconfig -Context "$($one.Context),nowhere"
            $one | Stop-NsmSandbox
            exit $LASTEXITCODE
            """);

        Assert.Contains(EveryWire, run.Output, StringComparison.Ordinal);
        Assert.Contains("error: nowhere: ", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }
}
