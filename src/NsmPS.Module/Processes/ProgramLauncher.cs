using System.Text.Json;

namespace NsmPS.Processes;

/// <summary>Starts programs of the module and waits until they serve.</summary>
internal static class ProgramLauncher
{
    /// <summary>The exit code by which a program says that its port is taken.</summary>
    private const int PortTaken = 69;

    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Starts a program and waits until it says that it serves. Whatever goes
    /// wrong, or when cancelled, the program is ended.</summary>
    /// <param name="program">The program.</param>
    /// <param name="readyFolder">Where the program writes its note that it is ready; a folder of the user's own.</param>
    /// <param name="port">Its port, for the message when that is taken.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="NsmException">ProgramMissing, DotnetMissing, PortInUse or ProgramStartFailed.</exception>
    public static async Task<(RunningProgram Program, ReadyNote Note)> StartAsync(
        ProgramStart program, string readyFolder, int port, CancellationToken cancellationToken)
    {
        StateFolder.Create(readyFolder);
        var readyFile = Path.Combine(readyFolder, $"{Guid.NewGuid():N}.ready");
        var running = RunningProgram.Start(program, readyFile, ProcessEnvironment.Current);
        var ready = false;
        try
        {
            var note = await WaitAsync(program, running, readyFile, port, cancellationToken);
            ready = true;
            return (running, note);
        }
        finally
        {
            if (!ready)
            {
                running.Kill();
                running.Dispose();
            }

            File.Delete(readyFile);
        }
    }

    private static async Task<ReadyNote> WaitAsync(ProgramStart program, RunningProgram running, string readyFile, int port,
        CancellationToken cancellationToken)
    {
        var exit = running.WaitForExitAsync(cancellationToken);
        while (!File.Exists(readyFile))
        {
            if (exit.IsCompleted)
            {
                throw Ended(program, running, await exit, port);
            }

            await Task.Delay(s_pollInterval, TimeProvider.System, cancellationToken);
        }

        var text = await File.ReadAllTextAsync(readyFile, cancellationToken);
        return JsonSerializer.Deserialize(text, ProcessRecordJson.Default.ReadyNote)
            ?? throw new NsmException(NsmErrors.ProgramStartFailed, $"{program.Name} said that it is ready, but not where.",
                program.LogFile);
    }

    private static NsmException Ended(ProgramStart program, RunningProgram running, int exitCode, int port)
    {
        var text = running.DescribeEnd(exitCode, program.LogFile);
        return exitCode switch
        {
            PortTaken => new NsmException(NsmErrors.PortInUse, $"Port {port} is in use ({text}).", $"{port}"),
            DotnetHost.RuntimeMissing => new NsmException(NsmErrors.DotnetMissing,
                $"{program.Name} needs a runtime that is not installed ({text}).", program.Assembly),
            _ => new NsmException(NsmErrors.ProgramStartFailed, $"{program.Name} ended while it started ({text}).", program.LogFile),
        };
    }
}
