namespace NsmPS.Console.Tests;

public sealed class NonInteractiveTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The answer on standard input must not be taken either.
    [Theory]
    [InlineData("-NonInteractive", "NonInteractive mode")]
    [InlineData("-NoLogo", "standard input and output are not both a terminal")]
    public async Task Command_HasToConfirm_FailsWithoutWaiting(string option, string reason)
    {
        ConsoleRun run = await ConsoleProcess.RunAsync([option, "-Command", "Remove-Module NsmPS -Confirm"], Token, "Y\n");

        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task Prompts_OfEveryKind_RaiseInvalidOperation()
    {
        const string Command = """
            foreach ($question in { $Host.UI.ReadLine() }, { $Host.UI.ReadLineAsSecureString() }, { $Host.UI.PromptForCredential('', '', 'user', '') }) {
                try { & $question; 'answered' } catch { $_.Exception.InnerException.GetType().Name }
            }
            """;
        ConsoleRun run = await ConsoleProcess.RunAsync(["-NonInteractive", "-Command", Command], Token, "text\n");

        Assert.Equal(["PSInvalidOperationException", "PSInvalidOperationException", "PSInvalidOperationException"], run.Lines);
    }

    [Fact]
    public async Task Command_MandatoryParameterMissing_NamesIt()
    {
        ConsoleRun run = await ConsoleProcess.RunAsync(["-NonInteractive", "-Command", "Set-Wire"], Token);

        Assert.Contains("Name", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }
}
