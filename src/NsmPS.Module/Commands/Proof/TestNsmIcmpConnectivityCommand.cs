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

    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The sample whose clients are tested.")]
    [Alias("Name")]
    [ArgumentCompleter(typeof(SampleAppCompleter))]
    public string SampleApp { get; set; } = s_defaults.SampleApp;

    [Parameter(HelpMessage = "How many echo requests each client sends.")]
    public int Count { get; set; } = s_defaults.Count;

    [Parameter(HelpMessage = "The payload of each echo request in bytes.")]
    public int PacketSize { get; set; } = s_defaults.PacketSize;

    [Parameter(HelpMessage = "The time between two echo requests, as a TimeSpan or a number of seconds.")]
    [Duration]
    public TimeSpan Interval { get; set; } = s_defaults.Interval;

    // The limit is for the clients of one cluster; every cluster named is tested at the same time.
    private protected override int ClustersAtOnce => int.MaxValue;

    private protected override string Subject => SampleApp;

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Durations.Problem(nameof(Interval), Interval) is { } problem)
        {
            Fail(problem);
        }
    }

    private protected override async Task<bool> ProveAsync(ClusterTarget target, PipelineQueue queue, Action<ReportCase> report,
        CancellationToken cancellationToken)
    {
        var options = Options(target);
        var proof = new IcmpProof(await ConnectAsync(target, cancellationToken));
        var clients = await proof.FindAsync(options, cancellationToken);
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
