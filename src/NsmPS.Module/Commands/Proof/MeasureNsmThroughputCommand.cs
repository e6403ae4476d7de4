using System.Management.Automation;
using NsmPS.Completion.Lists;
using NsmPS.Completion.Wires;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Proof.Throughput;
using NsmPS.Reports;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Measures what wires carry, compared with the pod network.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "NsmThroughput")]
[OutputType(typeof(NsmThroughputResult), typeof(bool))]
public sealed class MeasureNsmThroughputCommand : ProofCommand
{
    private const int ActivityId = 7910;

    private static readonly ThroughputOptions s_defaults = new();

    /// <summary>Waits as long as a wire takes, unless told otherwise.</summary>
    public MeasureNsmThroughputCommand() => Timeout = s_defaults.Timeout;

    [Parameter(Position = 0, HelpMessage = "Only wires of these clients' pods; wildcards are allowed.")]
    [ArgumentCompleter(typeof(ClientCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Client { get; set; } = ["*"];

    [Parameter(HelpMessage = "Only wires to these network services; wildcards are allowed.")]
    [ArgumentCompleter(typeof(NetworkServiceCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] NetworkService { get; set; } = ["*"];

    [Parameter(ValueFromPipeline = true,
        HelpMessage = "A client, endpoint, wire, network service, ping result or sample; only its wires are measured.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ObjectOf(typeof(NsmClient), typeof(NsmEndpoint), typeof(NsmConnection), typeof(NsmNetworkService), typeof(NsmIcmpResult),
        typeof(NsmSampleApp))]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    [Parameter(HelpMessage = "How long each measurement lasts, as a TimeSpan, seconds, or text such as 10s.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan Duration { get; set; } = s_defaults.Duration;

    [Parameter(HelpMessage = "The least share of the pod network's bandwidth that is enough, from 0 to 1.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public double MinimumRatio { get; set; }

    [Parameter(HelpMessage = "The image of ephemeral containers to measure from, for pods in which no container has iperf3.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? DebugImage { get; set; }

    // Two clusters may share what carries their wires, so one must not blur the measure of another.
    private protected override int ClustersAtOnce => 1;

    private protected override string Subject => "throughput";

    private protected override bool Gathers => true;

    private protected override PSObject? Piped => InputObject;

    private protected override async Task<bool> ProveAsync(ClusterTarget target, PipelineQueue queue, Action<ReportCase> report,
        CancellationToken cancellationToken)
    {
        await IntroduceAsync(target, queue, cancellationToken);
        var cluster = await ConnectAsync(target, cancellationToken);
        var measure = new ThroughputMeasure(cluster, new ManagerCrossConnects(), Options(target));
        var activity = $"Measuring throughput on {cluster.Name}";
        var (wires, good) = (await measure.FindAsync(row => Takes(target, row), cancellationToken), 0);
        try
        {
            await foreach (var row in measure.RunAsync(wires,
                step => queue.Progress(new ProgressRecord(ActivityId, activity, step)), cancellationToken))
            {
                report(ThroughputReport.From(row));
                good += row.Verdict == NsmThroughputVerdict.Ok ? 1 : 0;
                if (!Quiet)
                {
                    queue.Result(row, target);
                }
            }
        }
        finally
        {
            queue.Progress(new ProgressRecord(ActivityId, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }

        return good == wires.Count;
    }

    private bool Takes(ClusterTarget target, NsmIcmpResult row) => NamePattern.Fits(Client, row.Client)
        && NamePattern.Fits(NetworkService, row.NetworkService) && IsMeant(target, piece => piece.IsOn(row));

    private ThroughputOptions Options(ClusterTarget target) => new()
    {
        Namespace = target.Namespace,
        Duration = Duration,
        Timeout = Timeout,
        MinimumRatio = MyInvocation.BoundParameters.ContainsKey(nameof(MinimumRatio)) ? MinimumRatio : null,
        DebugImage = DebugImage,
        ThrottleLimit = ThrottleLimit == 0 ? s_defaults.ThrottleLimit : ThrottleLimit,
    };
}
