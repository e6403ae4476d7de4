namespace NsmPS.Console.Tests;

public sealed class CommandLineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Unknown option '-Bogus'", "-Bogus")]
    [InlineData("There is no script 'no-such.ps1'", "-File", "no-such.ps1", "-Name", "x")]
    public async Task Start_CannotBeUnderstood_SaysWhyAndGives64(string reason, params string[] arguments)
    {
        ConsoleRun run = await ConsoleProcess.RunAsync(arguments, Token);

        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
        Assert.Equal(64, run.ExitCode);
    }

    [Fact]
    public async Task Help_Asked_ListsTheOptionsWithoutAModule()
    {
        ConsoleRun run = await ConsoleProcess.RunAsync(["-Help"], Token, environment: ("NSMPS_MODULE_PATH", "/no/such/module"));

        Assert.Contains("-NonInteractive", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Start_ModuleIsMissing_NamesThePathAndFails()
    {
        ConsoleRun run = await ConsoleProcess.RunAsync(["-Command", "1"], Token, environment: ("NSMPS_MODULE_PATH", "/no/such/module"));

        Assert.Contains("/no/such/module", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
        Assert.Equal(1, run.ExitCode);
    }
}
