using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Completion.Lists;
using NsmPS.Completion.Wires;
using NsmPS.Operations;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Proof;
using NsmPS.Reports;
using NsmPS.Samples.Folders;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Proves wires by ping: those of a sample application, or any others.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NsmIcmpConnectivity", DefaultParameterSetName = SampleSet)]
[OutputType(typeof(NsmIcmpResult), typeof(bool))]
public sealed class TestNsmIcmpConnectivityCommand : ProofCommand
{
    private const string SampleSet = "Sample";
    private const string WiresSet = "Wires";
    private const string PipedSet = "Piped";
    private const string AllSet = "All";

    private static readonly NsmIcmpOptions s_defaults = new();

    /// <summary>Waits no longer than a ping takes, unless told otherwise.</summary>
    public TestNsmIcmpConnectivityCommand() => Timeout = s_defaults.Timeout;

    [Parameter(ParameterSetName = SampleSet, Position = 0, ValueFromPipeline = true,
        HelpMessage = "The sample whose clients are tested.")]
    [NameOf(nameof(NsmSampleApp.Name), typeof(NsmSampleApp), typeof(NsmSampleAppInfo))]
    [ArgumentCompleter(typeof(SampleAppCompleter))]
    public string SampleApp { get; set; } = s_defaults.SampleApp;

    [Parameter(ParameterSetName = WiresSet, HelpMessage = "The pods of clients whose wires are tested, whatever made them; wildcards "
        + "are allowed.")]
    [ArgumentCompleter(typeof(ClientCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Client { get; set; }

    [Parameter(ParameterSetName = WiresSet, HelpMessage = "Only wires to these network services; wildcards are allowed.")]
    [ArgumentCompleter(typeof(NetworkServiceCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? NetworkService { get; set; }

    [Parameter(ParameterSetName = PipedSet, Mandatory = true, ValueFromPipeline = true,
        HelpMessage = "A client, wire or earlier result; only its wires are tested.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ObjectOf(typeof(NsmClient), typeof(NsmConnection), typeof(NsmIcmpResult),
        Refused = [typeof(NsmEndpoint), typeof(NsmNetworkService)])]
    public PSObject? InputObject { get; set; }

    [Parameter(ParameterSetName = AllSet, Mandatory = true, HelpMessage = "Test every wire of every client of the mesh.")]
    public SwitchParameter All { get; set; }

    [Parameter(HelpMessage = "The image of an ephemeral container to ping from, for pods in which no container has ping.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? DebugImage { get; set; }

    [Parameter(HelpMessage = "How many echo requests each client sends.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int Count { get; set; } = s_defaults.Count;

    [Parameter(HelpMessage = "The payload of each echo request in bytes.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int PacketSize { get; set; } = s_defaults.PacketSize;

    [Parameter(HelpMessage = "The time between two echo requests, as a TimeSpan, seconds, or text such as 5m or 1h30m.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan Interval { get; set; } = s_defaults.Interval;

    // The limit is for the clients of one cluster; every cluster named is tested at the same time.
    private protected override int ClustersAtOnce => int.MaxValue;

    private protected override string Subject => ParameterSetName == SampleSet ? SampleApp : "wires";

    private protected override bool Gathers => ParameterSetName == PipedSet;

    private protected override PSObject? Piped => InputObject;

    private protected override async Task<bool> ProveAsync(ClusterTarget target, PipelineQueue queue, Action<ReportCase> report,
        CancellationToken cancellationToken)
    {
        await IntroduceAsync(target, queue, cancellationToken);
        var cluster = await ConnectAsync(target, cancellationToken);
        if (ParameterSetName != SampleSet)
        {
            return await ProveWiresAsync(cluster, Selection(target), null, target, queue, report, cancellationToken);
        }

        var options = Options(target);
        if (!cluster.Catalog.HasSample(SampleApp)
            && await new FolderSampleReader(cluster).ClientsAsync(SampleApp, target.Namespace, cancellationToken) is { } ofFolder)
        {
            return await ProveWiresAsync(cluster, row => ofFolder.Contains((row.ClientNamespace, row.Client)), SampleApp, target, queue,
                report, cancellationToken);
        }

        var proof = new IcmpProof(cluster);
        var clients = await proof.FindAsync(options, cancellationToken);
        if (clients.Terminating > 0 && !Quiet)
        {
            queue.Warning($"{target.Label}: {clients.Terminating} clients are being terminated and are left out.");
        }

        return await ShowAsync(proof.TestAsync(clients, options, cancellationToken), SampleApp, target, queue, report) == clients.Count;
    }

    private async Task<bool> ProveWiresAsync(MeshCluster cluster, Func<NsmIcmpResult, bool> takes, string? sample, ClusterTarget target,
        PipelineQueue queue, Action<ReportCase> report, CancellationToken cancellationToken)
    {
        var options = Options(target);
        var proof = new WireProof(cluster, new ManagerCrossConnects());
        var wires = await proof.FindAsync(takes, options, cancellationToken);
        return await ShowAsync(proof.TestAsync(wires, options, cancellationToken), sample, target, queue, report) == wires.Count;
    }

    /// <summary>Writes the rows as they come.</summary>
    /// <returns>How many are Ok.</returns>
    private async Task<int> ShowAsync(IAsyncEnumerable<NsmIcmpResult> rows, string? sample, ClusterTarget target, PipelineQueue queue,
        Action<ReportCase> report)
    {
        var proven = 0;
        await foreach (var row in rows)
        {
            report(IcmpReport.From(row, sample));
            proven += row.Verdict == NsmVerdict.Ok ? 1 : 0;
            if (!Quiet)
            {
                queue.Result(row, target);
            }
        }

        return proven;
    }

    private Func<NsmIcmpResult, bool> Selection(ClusterTarget target) => ParameterSetName switch
    {
        AllSet => _ => true,
        PipedSet => row => IsMeant(target, piece => piece.Has(row)),
        _ => row => MatchesAny(Client, row.Client) && MatchesAny(NetworkService, row.NetworkService),
    };

    private static bool MatchesAny(string[]? patterns, string text) => patterns is null || NamePattern.Fits(patterns, text);

    private NsmIcmpOptions Options(ClusterTarget target) => new()
    {
        SampleApp = SampleApp,
        Namespace = target.Namespace,
        Count = Count,
        PacketSize = PacketSize,
        Interval = Interval,
        Timeout = Timeout,
        DebugImage = DebugImage,
        ThrottleLimit = ThrottleLimit == 0 ? null : ThrottleLimit,
    };
}
