namespace NsmPS.Console.Tests;

public sealed class ScriptFileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_Arguments_AreBoundByNameSwitchAndPosition()
    {
        ConsoleRun run = await RunAsync("arguments.ps1", "-Name", "icmp responder", "-force", "-Quiet:$false", "-Count:-3", "-5", "last one");

        Assert.Equal("name=icmp responder force=True count=-3 quiet=False rest=-5,last one", run.Lines[0]);
        Assert.Equal("root=" + Path.GetDirectoryName(ConsoleProgram.Script("arguments.ps1")), run.Lines[1]);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task File_ExitInAFunction_EndsWithThatCode()
    {
        ConsoleRun run = await RunAsync("exit.ps1", "-Code", "6");

        Assert.Equal("", run.Output);
        Assert.Equal(6, run.ExitCode);
    }

    [Fact]
    public async Task File_ExitZeroAfterAnError_Succeeds()
    {
        ConsoleRun run = await RunAsync("exit.ps1", "-Code", "0", "-FailFirst");

        Assert.Contains("does not answer", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task File_CallsAScriptThatExits_GoesOnAndSucceeds()
    {
        ConsoleRun run = await RunAsync("calls-exit.ps1");

        Assert.Equal(["called: 7"], run.Lines);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task File_Throws_PrintsThePlaceAndFails()
    {
        ConsoleRun run = await RunAsync("fails.ps1");

        Assert.Equal(["before"], run.Lines);
        Assert.Contains("fails.ps1:2", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task File_WithoutPs1InItsName_RunsAsAScript()
    {
        ConsoleRun run = await RunAsync("plain-script", "-Name", "one");

        Assert.Equal(["plain one"], run.Lines);
        Assert.Equal(8, run.ExitCode);
    }

    private static Task<ConsoleRun> RunAsync(string script, params string[] arguments) =>
        ConsoleProcess.RunAsync(["-NonInteractive", "-File", ConsoleProgram.Script(script), .. arguments], Token);
}
