namespace NsmPS.Console.Tests;

public sealed class TerminalTests
{
    private const string ControlC = "\x03";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Progress_OnATerminal_IsDrawnInPlaceAndGoneAtTheEnd()
    {
        using TerminalProcess terminal = TerminalProcess.Start(["-Command", "Invoke-Progress"], Token, ("NO_COLOR", "1"));
        int exitCode = await terminal.WaitForExitAsync();

        Assert.Contains("Installing the mesh: step 1 of 4 [=====               ] 25%", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("\r\e[Ja line in between\r\n", terminal.Screen, StringComparison.Ordinal);
        Assert.EndsWith("\r\e[Jinstalled\r\n", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Colors_OnATerminal_DependOnNoColor()
    {
        using TerminalProcess colored = TerminalProcess.Start(["-Command", "Get-Wire; $Host.UI.RawUI.WindowSize.Width"], Token);
        using TerminalProcess plain = TerminalProcess.Start(["-Command", "Get-Wire"], Token, ("NO_COLOR", "1"));
        await colored.WaitForExitAsync();
        await plain.WaitForExitAsync();

        Assert.Contains("\e[32;1", colored.Screen, StringComparison.Ordinal);
        Assert.Contains("100\r\n", colored.Screen, StringComparison.Ordinal);
        Assert.Contains("CLIENT POD Verdict", plain.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[32", plain.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Questions_OnATerminal_AreAnsweredByTyping()
    {
        using TerminalProcess terminal = TerminalProcess.Start(["-Command", "Set-Wire"], Token);
        await terminal.WaitForAsync("Name: ");
        await terminal.TypeAsync("nsm0\r");
        await terminal.WaitForAsync("Key: ");
        await terminal.TypeAsync("hush\r");
        await terminal.WaitForAsync("(default is \"Y\"): ");
        await terminal.TypeAsync("?\r");
        await terminal.WaitForAsync("N - Skip this operation");
        await terminal.WaitForAsync("(default is \"Y\"): ");
        await terminal.TypeAsync("yes\r");
        int exitCode = await terminal.WaitForExitAsync();

        Assert.Contains("wire nsm0 set, key of 4", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task ControlC_AtAQuestion_StopsTheCommand()
    {
        using TerminalProcess terminal = TerminalProcess.Start(["-Command", "$key = [securestring]::new(); Set-Wire nsm0 $key; 'not reached'"], Token);
        await terminal.WaitForAsync("(default is \"Y\"): ");
        await terminal.TypeAsync(ControlC);
        int exitCode = await terminal.WaitForExitAsync();

        Assert.DoesNotContain("not reached", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(130, exitCode);
    }

    [Fact]
    public async Task Prompt_ASession_CompletesContinuesInterruptsAndExits()
    {
        using TerminalProcess terminal = TerminalProcess.Start(["-NoLogo"], Token, ("NO_COLOR", "1"));
        await terminal.WaitForAsync("> ");
        await terminal.TypeAsync("Get-Wi\t -Cou\t 1\r");
        await terminal.WaitForAsync("client-1");
        await terminal.WaitForAsync("> ");
        await terminal.TypeAsync("if ($true) {\r'con' + 'tinued' }\r");
        await terminal.WaitForAsync(">> ");
        await terminal.WaitForAsync("continued");
        await terminal.WaitForAsync("> ");
        await terminal.TypeAsync("'run' + 'ning'; while ($true) { $null = [Threading.ManualResetEvent]::new($false).WaitOne(20) }\r");
        await terminal.WaitForAsync("running");
        await terminal.TypeAsync(ControlC);
        await terminal.WaitForAsync("> ");
        await terminal.TypeAsync($"throw 'given up'{ControlC}");
        await terminal.WaitForAsync("> ");
        await terminal.TypeAsync("Invoke-Failure -Terminating\r");
        await terminal.WaitForAsync("The cluster does not answer.");
        await terminal.WaitForAsync("> ");
        await terminal.TypeAsync("exit 4\r");
        int exitCode = await terminal.WaitForExitAsync();

        Assert.DoesNotContain("Exception: given up", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(4, exitCode);
    }

    [Fact]
    public async Task Prompt_SuspendedCommand_GoesOnAfterTheNestedPrompt()
    {
        using TerminalProcess terminal = TerminalProcess.Start(["-NoLogo"], Token, ("NO_COLOR", "1"));
        await terminal.WaitForAsync("> ");
        await terminal.TypeAsync("Set-Wire nsm0 ([securestring]::new())\r");
        await terminal.WaitForAsync("(default is \"Y\"): ");
        await terminal.TypeAsync("s\r");
        await terminal.WaitForAsync(">> ");
        await terminal.TypeAsync("'nes' + 'ted'; exit\r");
        await terminal.WaitForAsync("nested");
        await terminal.WaitForAsync("(default is \"Y\"): ");
        await terminal.TypeAsync("y\r");
        await terminal.WaitForAsync("wire nsm0 set");
        await terminal.WaitForAsync("> ");
        await terminal.TypeAsync("\x04");
        int exitCode = await terminal.WaitForExitAsync();

        Assert.Equal(0, exitCode);
    }
}
