namespace NsmPS.Processes;

/// <summary>Starts programs of one kind, remembers them, and lets only those go on that serve.</summary>
internal sealed class ProgramKeeper(ProcessRegistry registry, OwnedPrograms owned)
{
    private const int LinesShown = 5;

    /// <summary>Starts a program and waits until it serves. Cancelling ends it.</summary>
    /// <param name="program">The program.</param>
    /// <param name="port">Its port, for the message when that is taken.</param>
    /// <param name="timeout">How long all of it may take.</param>
    /// <param name="describe">Makes the record of the started process: its id, its identity, and the note that it wrote.</param>
    /// <param name="verify">Asks the program whether it serves, until the time is up; throws when it does not.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="NsmException">It did not start, or does not serve.</exception>
    public async Task<T> StartAsync<T>(
        ProgramStart program, int port, TimeSpan timeout, Func<int, string, ReadyNote, ProcessRecord> describe,
        Func<ProcessRecord, CancellationToken, Task<T>> verify, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await StartAsync(program, port, describe, verify, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var lines = string.Join(Environment.NewLine, LogFiles.Tail(program.LogFile, LinesShown));
            throw new NsmException(NsmErrors.ProgramStartFailed,
                $"{program.Name} was not ready within {timeout.TotalSeconds:0.#} s; it was ended. {lines}".TrimEnd(), program.LogFile);
        }
    }

    private async Task<T> StartAsync<T>(
        ProgramStart program, int port, Func<int, string, ReadyNote, ProcessRecord> describe,
        Func<ProcessRecord, CancellationToken, Task<T>> verify, CancellationToken cancellationToken)
    {
        var (running, note) = await ProgramLauncher.StartAsync(program, registry.Folder, port, cancellationToken);
        var kept = false;
        try
        {
            var identity = ProcessIdentity.Of(running.ProcessId)
                ?? throw new NsmException(NsmErrors.ProgramStartFailed, $"{program.Name} ended right after it had started.",
                    program.LogFile);
            var record = describe(running.ProcessId, identity, note);
            await registry.AddAsync(record, cancellationToken);
            var verified = await verify(record, cancellationToken);
            kept = true;
            return verified;
        }
        finally
        {
            Settle(program, running, kept);
        }
    }

    private void Settle(ProgramStart program, RunningProgram running, bool kept)
    {
        if (kept && !program.Detached)
        {
            owned.Add(running, registry);
            return;
        }

        if (!kept)
        {
            registry.Remove(running.ProcessId);
            running.Kill();
        }

        running.Dispose();
    }
}
