using System.Globalization;
using NsmPS.Processes;

namespace NsmPS.Session;

/// <summary>Starts sandboxes and remembers them.</summary>
internal static class SandboxStarter
{
    private const string LogName = "sandbox";
    private const string Program = "The sandbox";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Starts a sandbox and waits until it serves. Cancelling ends it.</summary>
    /// <exception cref="NsmException">It did not start, or does not serve.</exception>
    public static async Task<NsmSandbox> StartAsync(SandboxStart settings, string? log, RunspaceSession session,
        CancellationToken cancellationToken)
    {
        var registry = LocalSandboxes.Registry;
        ThrowIfUsed(settings.StateFile, registry);
        var now = TimeProvider.System.GetUtcNow();
        if (log is not null)
        {
            LogFiles.Touch(log);
        }

        var kubeconfig = Path.Combine(registry.Folder, $"{Guid.NewGuid():N}.kubeconfig");
        var program = new ProgramStart
        {
            Name = Program,
            Assembly = LocalSandboxes.Assembly,
            Arguments = Arguments(settings, kubeconfig),
            Detached = settings.Detached,
            LogFile = log ?? LogFiles.Create(Path.Combine(registry.Folder, "logs"), LogName, now),
        };
        return await new ProgramKeeper(registry, session.Programs)
            .StartAsync(program, settings.Port, settings.Timeout, Record, Verify, cancellationToken);

        ProcessRecord Record(int processId, string identity, ReadyNote note) => new()
        {
            ProcessId = processId,
            Identity = identity,
            Address = note.Address,
            StartedAt = now,
            Detached = settings.Detached,
            LogFile = program.LogFile,
            Kubeconfig = kubeconfig,
            StateFile = settings.StateFile,
            TimeScale = settings.TimeScale,
        };

        async Task<NsmSandbox> Verify(ProcessRecord record, CancellationToken limit)
        {
            var sandbox = await LocalSandboxes.AskAsync(record, session, settings.Timeout, limit);
            while (sandbox.State != NsmSandboxState.Serving && record.IsAlive())
            {
                await Task.Delay(s_pause, TimeProvider.System, limit);
                sandbox = await LocalSandboxes.AskAsync(record, session, settings.Timeout, limit);
            }

            return sandbox.State == NsmSandboxState.Serving
                ? sandbox
                : throw new NsmException(NsmErrors.ProgramStartFailed,
                    $"{Program} started and does not serve; it was ended. {sandbox.Message}", sandbox.Address);
        }
    }

    // Two of them would overwrite each other's state.
    private static void ThrowIfUsed(string? stateFile, ProcessRegistry registry)
    {
        if (stateFile is not null && registry.ReadAlive().FirstOrDefault(record => record.StateFile == stateFile) is { } other)
        {
            throw new NsmException(NsmErrors.OptionInvalid,
                $"-Path is '{stateFile}', which the sandbox at {other.Address} keeps its state in.", stateFile)
            { Remedy = "Stop that sandbox, or give another -Path." };
        }
    }

    private static string[] Arguments(SandboxStart settings, string kubeconfig) =>
    [
        "--kubeconfig", kubeconfig,
        "--port", Text(settings.Port),
        "--nodes", Text(settings.Nodes),
        "--kubernetes-version", settings.KubernetesVersion,
        "--time-scale", Text(settings.TimeScale),
        .. settings.StateFile is null ? (string[])[] : ["--state", settings.StateFile],
        .. settings.Bundle is null ? (string[])[] : ["--bundle", settings.Bundle],
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
