namespace NsmPS.Processes;

/// <summary>The programs that end with the runspace that started them.</summary>
internal sealed class OwnedPrograms
{
    private readonly Lock _gate = new();
    private readonly List<(RunningProgram Program, ProcessRegistry Registry)> _programs = [];

    public void Add(RunningProgram program, ProcessRegistry registry)
    {
        lock (_gate)
        {
            _programs.Add((program, registry));
        }
    }

    /// <summary>Lets every program end by itself and forgets them.</summary>
    /// <returns>Ends when they have ended.</returns>
    public Task EndAsync(CancellationToken cancellationToken)
    {
        List<(RunningProgram Program, ProcessRegistry Registry)> ended;
        lock (_gate)
        {
            ended = [.. _programs];
            _programs.Clear();
        }

        foreach (var (program, registry) in ended)
        {
            program.CloseInput();
            registry.Remove(program.ProcessId);
        }

        return Task.WhenAll(ended.Select(owned => EndAsync(owned.Program, cancellationToken)));
    }

    private static async Task EndAsync(RunningProgram program, CancellationToken cancellationToken)
    {
        try
        {
            await program.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            program.Kill();
        }

        program.Dispose();
    }
}
