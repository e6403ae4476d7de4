using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Proof;
using NsmPS.Reports;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Proves the wires of a sample application by ping.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NsmIcmpConnectivity")]
[OutputType(typeof(NsmIcmpResult), typeof(bool))]
public sealed class TestNsmIcmpConnectivityCommand : ProofCommand
{
    private static readonly NsmIcmpOptions s_defaults = new();

    /// <summary>Waits no longer than a ping takes, unless told otherwise.</summary>
    public TestNsmIcmpConnectivityCommand() => Timeout = s_defaults.Timeout;

    /// <summary>The sample.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, HelpMessage = "The sample whose clients are tested.")]
    [NameOf(nameof(NsmSampleApp.Name), typeof(NsmSampleApp), typeof(NsmSampleAppInfo))]
    [ArgumentCompleter(typeof(SampleAppCompleter))]
    public string SampleApp { get; set; } = s_defaults.SampleApp;

    /// <summary>Of what.</summary>
    [Parameter(ValueFromPipeline = true,
        HelpMessage = "A sample, client, wire or earlier result; only its own clients are tested.")]
    [ObjectOf(typeof(NsmSampleApp), typeof(NsmClient), typeof(NsmConnection), typeof(NsmIcmpResult),
        Refused = [typeof(NsmEndpoint), typeof(NsmNetworkService)])]
    public PSObject? InputObject { get; set; }

    /// <summary>Echo requests.</summary>
    [Parameter(HelpMessage = "How many echo requests each client sends.")]
    public int Count { get; set; } = s_defaults.Count;

    /// <summary>Payload.</summary>
    [Parameter(HelpMessage = "The payload of each echo request in bytes.")]
    public int PacketSize { get; set; } = s_defaults.PacketSize;

    /// <summary>Pause.</summary>
    [Parameter(HelpMessage = "The time between two echo requests, as a TimeSpan, seconds, or text such as 5m or 1h30m.")]
    [Duration]
    public TimeSpan Interval { get; set; } = s_defaults.Interval;

    // The limit is for the clients of one cluster; every cluster named is tested at the same time.
    /// <inheritdoc/>
    private protected override int ClustersAtOnce => int.MaxValue;

    /// <inheritdoc/>
    private protected override string Subject => SampleApp;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Durations.Problem(nameof(Interval), Interval) is { } problem)
        {
            Fail(problem);
        }
    }

    /// <inheritdoc/>
    private protected override async Task<bool> ProveAsync(ClusterTarget target, PipelineQueue queue, Action<ReportCase> report,
        CancellationToken cancellationToken)
    {
        var piece = InputObject is null ? null : TopologyPiece.Of(InputObject);
        var options = Options(target) with { Namespace = target.Namespace ?? piece?.Namespace };
        var catalog = LoadCatalog();
        var proof = new IcmpProof(await ConnectAsync(target, cancellationToken), catalog);
        var clients = (await proof.FindAsync(options, cancellationToken)).Of(piece?.Client);
        if (clients.Terminating > 0 && !Quiet)
        {
            queue.Warning($"{target.Label}: {clients.Terminating} clients are being terminated and are left out.");
        }

        var proven = 0;
        await foreach (var row in proof.TestAsync(clients, options, cancellationToken))
        {
            report(IcmpReport.From(row, SampleApp));
            proven += row.Verdict == NsmVerdict.Ok ? 1 : 0;
            if (!Quiet)
            {
                queue.Result(row, target);
            }
        }

        return proven == clients.Count;
    }

    private NsmIcmpOptions Options(ClusterTarget target) => new()
    {
        SampleApp = SampleApp,
        Namespace = target.Namespace,
        Count = Count,
        PacketSize = PacketSize,
        Interval = Interval,
        Timeout = Timeout,
        ThrottleLimit = ThrottleLimit == 0 ? s_defaults.ThrottleLimit : ThrottleLimit,
    };
}
