using System.Globalization;
using System.Net;
using NsmPS.Processes;

namespace NsmPS.Session;

/// <summary>Starts adapters and remembers them.</summary>
internal static class AdapterStarter
{
    private const string LogName = "adapter";
    private const string Program = "The adapter";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Starts an adapter and waits until it serves. Cancelling ends it.</summary>
    /// <exception cref="NsmException">It did not start, or does not serve.</exception>
    public static async Task<NsmAdapter> StartAsync(AdapterStart settings, string? log, OwnedPrograms owned,
        CancellationToken cancellationToken)
    {
        var registry = LocalAdapters.Registry;
        ThrowIfTaken(settings.Port, registry);
        var now = TimeProvider.System.GetUtcNow();
        if (log is not null)
        {
            LogFiles.Touch(log);
        }

        var program = new ProgramStart
        {
            Name = Program,
            Assembly = LocalAdapters.Assembly,
            Arguments = Arguments(settings),
            Variables = settings.Variables,
            Detached = settings.Detached,
            LogFile = log ?? LogFiles.Create(Path.Combine(registry.Folder, "logs"), LogName, now),
        };
        return await new ProgramKeeper(registry, owned).StartAsync(
            program, settings.Port, settings.Timeout,
            (processId, identity, note) => Record(settings, program, processId, identity, note, now), Verify, cancellationToken);

        async Task<NsmAdapter> Verify(ProcessRecord record, CancellationToken limit)
        {
            var tls = new AdapterTls(null, null, null);
            var adapter = await LocalAdapters.AskAsync(record, tls, settings.Timeout, limit);
            while (adapter.State == NsmAdapterState.Unreachable && record.IsAlive())
            {
                await Task.Delay(s_pause, TimeProvider.System, limit);
                adapter = await LocalAdapters.AskAsync(record, tls, settings.Timeout, limit);
            }

            return adapter.State is NsmAdapterState.Serving or NsmAdapterState.Unverified
                ? adapter
                : throw new NsmException(NsmErrors.ProgramStartFailed,
                    $"{Program} started and does not serve; it was ended. {adapter.Message}", adapter.Address);
        }
    }

    // The adapter itself finds out when another program has the port; of our own ones we can say more.
    private static void ThrowIfTaken(int port, ProcessRegistry registry)
    {
        if (registry.ReadAlive().FirstOrDefault(record => record.ListensOn(port)) is { } other)
        {
            throw new NsmException(NsmErrors.PortInUse, $"Port {port} is in use by the adapter that was started at "
                + $"{other.StartedAt.ToLocalTime():t} as process {other.ProcessId}.", $"{port}")
            { Remedy = $"Stop it with Stop-NsmAdapter -Port {port}, or give another -Port." };
        }
    }

    private static List<string> Arguments(AdapterStart settings)
    {
        List<string> arguments = ["--port", Text(settings.Port), "--listen", settings.ListenAddress.ToString(), "--manifests",
            ModuleCatalog.Folder];
        (string Option, string? Value)[] optional =
        [
            ("--state-file", settings.Port == 0 ? null : Path.Combine(LocalAdapters.Registry.Folder, "operations", Text(settings.Port))),
            ("--tls-certificate", settings.Certificate),
            ("--tls-key", settings.Key),
            ("--client-authority", settings.ClientAuthority),
            ("--health-port", settings.HealthPort is { } port ? Text(port) : null),
        ];
        arguments.AddRange(optional.Where(option => option.Value is not null)
            .SelectMany(option => (string[])[option.Option, option.Value!]));
        return arguments;
    }

    private static ProcessRecord Record(AdapterStart settings, ProgramStart program, int processId, string identity, ReadyNote note,
        DateTimeOffset now) => new()
        {
            ProcessId = processId,
            Identity = identity,
            Address = Reachable(note.Address, settings),
            StartedAt = now,
            Detached = settings.Detached,
            LogFile = program.LogFile,
            Certificate = settings.Certificate,
            WantsClientCertificate = settings.ClientAuthority is not null,
        };

    // An adapter that listens everywhere is reached from here at the loopback address.
    private static string Reachable(string listening, AdapterStart settings)
    {
        var endpoint = IPEndPoint.Parse(listening);
        var address = endpoint.Address.Equals(IPAddress.Any)
            ? IPAddress.Loopback
            : endpoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : endpoint.Address;
        return $"{(settings.Certificate is null ? "" : "https://")}{new IPEndPoint(address, endpoint.Port)}";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
