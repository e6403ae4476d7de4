namespace NsmPS.Console.Tests.Examples;

/// <summary>first-run.ps1, the first command of the README.</summary>
public sealed class FirstRunTests : Example
{
    [Fact]
    public async Task FirstRun_Newcomer_SeesTheFaultFoundAndLeavesNothing()
    {
        ConsoleRun run = await ScriptAsync("first-run.ps1");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("simulated", run.Lines[0], StringComparison.Ordinal);
        Assert.Matches(@"icmp-responder-nsc-\S+ on sandbox-node-\d: NoReply\. 0 of 1 packets came back", run.Output);
        Assert.Matches(@"^Done in \d+\.\d s, on a simulated cluster\.", run.Lines[^1]);
        Assert.Equal("", (await CommandAsync("Get-NsmSandbox")).Output);
    }
}
