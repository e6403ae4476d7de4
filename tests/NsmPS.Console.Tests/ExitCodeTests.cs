namespace NsmPS.Console.Tests;

public sealed class ExitCodeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("throw 'broken'; 'not reached'", 1)]
    [InlineData("Invoke-Failure -Terminating", 1)]
    [InlineData("Invoke-Failure -Terminating; 'a later statement is fine'", 0)]
    [InlineData("Invoke-Failure", 0)]
    [InlineData("try { Invoke-Failure -Terminating } catch { }; Invoke-Failure", 0)]
    [InlineData("$ErrorActionPreference = 'Stop'; Invoke-Failure; 'not reached'", 1)]
    [InlineData("Get-NothingOfThisName", 1)]
    [InlineData("sh -c 'exit 3'", 1)]
    public async Task Command_EndsInSomeWay_GivesTheDocumentedCode(string command, int expected)
    {
        ConsoleRun run = await ConsoleProcess.RunAsync(["-Command", command], Token);

        Assert.Equal(expected, run.ExitCode);
        Assert.DoesNotContain("not reached", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_ErrorWithARecommendation_PrintsItShortAndToStandardError()
    {
        ConsoleRun run = await ConsoleProcess.RunAsync(["-Command", "Invoke-Failure -ErrorAction Stop"], Token);

        Assert.Equal(
            "Invoke-Failure: The cluster does not answer.\n  Recommendation: Check the kubeconfig.",
            run.Error.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal("", run.Output);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task Command_SyntaxError_SaysWhereAndFails()
    {
        ConsoleRun run = await ConsoleProcess.RunAsync(["-Command", "if ("], Token);

        Assert.Contains("ParserError", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 |  if (", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }
}
