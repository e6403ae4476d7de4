using System.Diagnostics;
using NsmPS.Proof.Throughput;

namespace NsmPS.Core.Tests.Proof.Throughput;

/// <summary>The script that runs in containers, in the shell of this machine.</summary>
public sealed class LeashedCommandTests
{
    private const int NotFound = 127;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task For_ProgramThatEnds_GivesItsOutputAndItsCode()
    {
        using var shell = Start(LeashedCommand.For(["echo", "a  b", "c"]));

        var printed = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("a  b c\n", 0), (printed, await EndAsync(shell)));
    }

    [Fact]
    public async Task For_ProgramThatIsMissing_SaysSo()
    {
        using var shell = Start(LeashedCommand.For(["no-such-program", "-x"]));

        Assert.Equal(NotFound, await EndAsync(shell));
    }

    [Fact]
    public async Task For_ReaderGoesAway_TheProgramEnds()
    {
        using var shell = Start(LeashedCommand.For(["sleep", "600"]));

        shell.StandardInput.Close();

        Assert.NotEqual(0, await EndAsync(shell));
    }

    [Fact]
    public async Task Silent_ProgramThatPrints_IsNotHeard()
    {
        using var shell = Start(LeashedCommand.Silent(["echo", "a"]));

        Assert.Equal("", await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private static Process Start(IReadOnlyList<string> command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no sh.");
        return Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>The exit code; a program that does not end fails the test.</summary>
    private static async Task<int> EndAsync(Process shell)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            await shell.WaitForExitAsync(limit.Token);
            return shell.ExitCode;
        }
        finally
        {
            shell.Kill(entireProcessTree: true);
        }
    }
}
