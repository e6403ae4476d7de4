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

    /// <summary>Whether a process is one of them.</summary>
    public bool Has(int processId)
    {
        lock (_gate)
        {
            return _programs.Exists(owned => owned.Program.ProcessId == processId);
        }
    }

    /// <summary>Lets every program end by itself and forgets them.</summary>
    /// <returns>Ends when they have ended. One that is not waited for that long still ends, and stays listed until it has.</returns>
    public Task EndAsync(CancellationToken cancellationToken)
    {
        List<(RunningProgram Program, ProcessRegistry Registry)> ended;
        lock (_gate)
        {
            ended = [.. _programs];
            _programs.Clear();
        }

        ended.ForEach(owned => owned.Program.CloseInput());
        return Task.WhenAll(ended.Select(owned => EndAsync(owned.Program, owned.Registry, cancellationToken)));
    }

    private static async Task EndAsync(RunningProgram program, ProcessRegistry registry, CancellationToken cancellationToken)
    {
        using (program)
        {
            var processId = program.ProcessId;
            await program.WaitForExitAsync(cancellationToken);
            registry.Remove(processId);
        }
    }
}
