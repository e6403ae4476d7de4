using NsmPS.Adapter.Client;
using NsmPS.Processes;

namespace NsmPS.Session;

/// <summary>The adapters that this user has started on this machine, and how to talk to them and to others.</summary>
internal static class LocalAdapters
{
    /// <summary>Where adapters are looked for when no address is given.</summary>
    public const string DefaultAddress = "127.0.0.1:10004";

    private const string Kind = "adapters";
    private const string Program = "NsmPS.Adapter.dll";

    /// <summary>Their registry.</summary>
    public static ProcessRegistry Registry => ProcessRegistry.Of(Kind);

    /// <summary>The adapter's program.</summary>
    public static string Assembly { get; } = Path.Combine(Path.GetDirectoryName(typeof(LocalAdapters).Assembly.Location)!,
        "lib", Program);

    /// <summary>How to talk to an adapter. One that was started here with TLS is trusted
    /// by its own certificate, unless an authority is named.</summary>
    public static AdapterClientOptions Options(AdapterAddress address, AdapterTls tls)
    {
        var pinned = tls.CertificateAuthority is null && address is { Tls: true, IsLoopback: true }
            ? Registry.ReadAlive().FirstOrDefault(record => record.Address == address.ToString())?.Certificate
            : null;
        return new AdapterClientOptions
        {
            CertificateAuthority = tls.CertificateAuthority,
            PinnedCertificate = pinned,
            ClientCertificate = tls.ClientCertificate,
            ClientKey = tls.ClientKey,
        };
    }

    /// <summary>Whether it is the one that is meant where none is named: at Meshery's port, or else the only one that runs.</summary>
    public static bool IsMeant(ProcessRecord record, IReadOnlyList<ProcessRecord> alive) =>
        record.ListensOn(AdapterAddress.DefaultPort) || alive.Count == 1;

    /// <summary>What is known of an adapter without asking it.</summary>
    public static NsmAdapter Describe(ProcessRecord record, NsmAdapterState state, string message = "") => new()
    {
        Address = record.Address,
        State = state,
        ProcessId = record.ProcessId,
        StartedAt = record.StartedAt,
        Detached = record.Detached,
        LogFile = record.LogFile,
        Message = message,
    };

    /// <summary>Asks an adapter that was started here how it is doing.</summary>
    /// <param name="record">The adapter.</param>
    /// <param name="tls">The files of TLS to talk to it with.</param>
    /// <param name="deadline">How long a call may take; null for the client's own limit.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public static async Task<NsmAdapter> AskAsync(ProcessRecord record, AdapterTls tls, TimeSpan? deadline,
        CancellationToken cancellationToken)
    {
        if (record.WantsClientCertificate && tls.ClientCertificate is null)
        {
            return Describe(record, NsmAdapterState.Unverified,
                "It answers only callers that show a certificate; give -ClientCertificate and -ClientKey.");
        }

        try
        {
            var address = AdapterAddress.Parse(record.Address);
            var options = Options(address, tls);
            using var client = new AdapterClient(address, options with { Deadline = deadline ?? options.Deadline }, TimeProvider.System);
            var asked = await client.DescribeAsync(cancellationToken);
            return Describe(record, asked.State, asked.Message) with { Name = asked.Name, Version = asked.Version, GitSha = asked.GitSha };
        }
        catch (NsmException failure)
        {
            return Describe(record, NsmAdapterState.Unreachable, failure.Message);
        }
    }
}
