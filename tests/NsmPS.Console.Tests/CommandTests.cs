namespace NsmPS.Console.Tests;

public sealed class CommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Command_ObjectsWithAView_PrintsThatTable()
    {
        ConsoleRun run = await ConsoleProcess.RunAsync(["-Command", "Get-Wire", "-Count", "1"], Token);

        Assert.Equal(["", "CLIENT POD Verdict", "---------- -------", "client-1   Ok"], run.Lines);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Command_EveryStream_PrintsErrorsToStandardErrorAndTheRestToStandardOutput()
    {
        ConsoleRun run = await ConsoleProcess.RunAsync(["-Command", "$VerbosePreference = $DebugPreference = 'Continue'; Write-EveryStream"], Token);

        Assert.Equal(["output", "WARNING: warning", "VERBOSE: verbose", "DEBUG: debug"], run.Lines);
        Assert.Equal("Write-EveryStream: error", run.Error.Trim());
    }

    [Fact]
    public async Task Command_Progress_PrintsNothingOfItWhenRedirected()
    {
        ConsoleRun run = await ConsoleProcess.RunAsync(["-Command", "Invoke-Progress -Steps 2"], Token);

        Assert.Equal(["a line in between", "installed"], run.Lines);
        Assert.Equal("", run.Error);
    }

    [Theory]
    // The engine leaves the last column of a table free.
    [InlineData(null, 199)]
    [InlineData("90", 89)]
    public async Task Command_WideTable_IsCutAtTheWidthAndTextIsNot(string? columns, int expected)
    {
        ConsoleRun run = await ConsoleProcess.RunAsync(["-Command", "[pscustomobject] @{ A = 'x' * 500 }; 'y' * 500"], Token, environment: ("COLUMNS", columns));

        Assert.Equal(expected, run.Lines.First(line => line.StartsWith("xx", StringComparison.Ordinal)).Length);
        Assert.Equal(500, run.Lines.Single(line => line.StartsWith("yy", StringComparison.Ordinal)).Length);
    }

    [Fact]
    public async Task Command_Dash_RunsAllOfStandardInput()
    {
        ConsoleRun run = await ConsoleProcess.RunAsync(["-Command", "-"], Token, "if ($true) {\n  'first'\n}\n'second'\nexit 5\n");

        Assert.Equal(["first", "second"], run.Lines);
        Assert.Equal(5, run.ExitCode);
    }

    [Fact]
    public async Task NoCommand_WithRedirectedInput_RunsIt()
    {
        ConsoleRun run = await ConsoleProcess.RunAsync([], Token, "1 + 1");

        Assert.Equal(["2"], run.Lines);
    }

    [Fact]
    public async Task Command_Programs_ShareTheStreamsAndReportTheirExitCode()
    {
        ConsoleRun run = await ConsoleProcess.RunAsync(
            ["-Command", "sh -c 'cat; exit 3'; $LASTEXITCODE; Get-Wire | sh -c 'grep -c client-'"], Token, "typed by someone\n");

        Assert.Equal(["typed by someone", "3", "2"], run.Lines);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task OutString_Objects_GivesTheTextOfTheTable()
    {
        ConsoleRun run = await ConsoleProcess.RunAsync(
            ["-Command", "(Get-Wire | Out-String -Stream).Count; (Get-Wire -Count 1 | Out-String).Trim().Length"], Token);

        Assert.Equal("6", run.Lines[0]);
        Assert.Equal("CLIENT POD Verdict\n---------- -------\nclient-1   Ok".Length.ToString(System.Globalization.CultureInfo.InvariantCulture), run.Lines[1]);
    }
}
