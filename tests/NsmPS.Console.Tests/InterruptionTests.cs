using System.Diagnostics;

namespace NsmPS.Console.Tests;

public sealed class InterruptionTests
{
    // Ends only when the engine stops it; the mark shows that it was the engine, and that finally blocks ran.
    private const string Endless = "'running'; try { while ($true) { $null = [Threading.ManualResetEvent]::new($false).WaitOne(20) } } finally { [Console]::WriteLine('cleaned up') }";

    // Stop cannot break into a call of this kind, and it never ends by itself.
    private const string Stubborn = "'running'; $null = [Threading.ManualResetEvent]::new($false).WaitOne()";

    // A second is the promise; the rest is for machines that are busy with other tests.
    private static readonly TimeSpan s_promptly = TimeSpan.FromSeconds(4);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Signal_WhileACommandRuns_StopsItPromptly(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs POSIX signals.");
        using ConsoleProcess process = ConsoleProcess.Start(["-Command", Endless], Token);
        await process.WaitForOutputAsync("running");
        await process.SignalAsync(signal);
        var watch = Stopwatch.StartNew();
        await process.WaitForOutputAsync("cleaned up");
        TimeSpan stoppedAfter = watch.Elapsed;
        ConsoleRun run = await process.WaitForExitAsync();

        Assert.True(stoppedAfter < s_promptly, $"Stopped after {stoppedAfter}.");
        Assert.Equal("", run.Error);
        Assert.Equal(exitCode, run.ExitCode);
    }

    [Fact]
    public async Task Signal_WhileAProgramRuns_EndsIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs POSIX signals.");
        using ConsoleProcess process = ConsoleProcess.Start(["-Command", "'running'; sleep 50; 'not reached'"], Token);
        await process.WaitForOutputAsync("running");
        await process.SignalAsync("INT");
        ConsoleRun run = await process.WaitForExitAsync();

        Assert.DoesNotContain("not reached", run.Output, StringComparison.Ordinal);
        Assert.Equal(130, run.ExitCode);
    }

    [Fact]
    public async Task Signal_AgainWhileStopping_EndsTheProcess()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs POSIX signals.");
        using ConsoleProcess process = ConsoleProcess.Start(["-Command", Stubborn], Token);
        await process.WaitForOutputAsync("running");
        Task<ConsoleRun> exit = process.WaitForExitAsync();
        while (!exit.IsCompleted)
        {
            // Signals that come too close to each other are one signal.
            await process.SignalAsync("INT");
            await Task.WhenAny(exit, Task.Delay(TimeSpan.FromMilliseconds(200), Token));
        }

        Assert.Equal(130, (await exit).ExitCode);
    }
}
