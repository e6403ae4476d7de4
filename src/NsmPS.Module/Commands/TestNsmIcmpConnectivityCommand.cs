using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Connectivity;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Reports;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Proves the wires of a sample application by ping.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NsmIcmpConnectivity")]
[OutputType(typeof(NsmIcmpResult), typeof(bool))]
public sealed class TestNsmIcmpConnectivityCommand : LifecycleCommand
{
    private static readonly NsmIcmpOptions s_defaults = new();

    private ReportFile? _report;

    /// <summary>The sample.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The sample whose clients are tested.")]
    [Alias("Name")]
    [ArgumentCompleter(typeof(SampleAppCompleter))]
    public string SampleApp { get; set; } = s_defaults.SampleApp;

    /// <summary>Echo requests.</summary>
    [Parameter(HelpMessage = "How many echo requests each client sends.")]
    public int Count { get; set; } = s_defaults.Count;

    /// <summary>Payload.</summary>
    [Parameter(HelpMessage = "The payload of each echo request in bytes.")]
    public int PacketSize { get; set; } = s_defaults.PacketSize;

    /// <summary>Pause.</summary>
    [Parameter(HelpMessage = "The time between two echo requests, as a TimeSpan or a number of seconds.")]
    [Duration]
    public TimeSpan Interval { get; set; } = s_defaults.Interval;

    /// <summary>Deadline.</summary>
    [Parameter(HelpMessage = "How long to wait for the last reply and for each command in a pod, as a TimeSpan or a number of seconds.")]
    [Duration]
    public TimeSpan Timeout { get; set; } = s_defaults.Timeout;

    /// <summary>One Boolean.</summary>
    [Parameter(HelpMessage = "Write one Boolean instead of rows: true only when every client reaches its endpoint.")]
    public SwitchParameter Quiet { get; set; }

    /// <summary>A folder with releases or samples of the user.</summary>
    [Parameter(HelpMessage = ManifestPathHelp)]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    /// <summary>The report.</summary>
    [Parameter(HelpMessage = "A file to write the results to, for build servers; an existing one is replaced.")]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>The report's form.</summary>
    [Parameter(HelpMessage = "The form of the report, JUnit or NUnit.")]
    public NsmReportFormat ReportFormat { get; set; }

    /// <inheritdoc/>
    private protected override string? UserManifests => ManifestPath;

    // The limit is for the clients of one cluster; every cluster named is tested at the same time.
    /// <inheritdoc/>
    private protected override int ClustersAtOnce => int.MaxValue;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if ((Durations.Problem(nameof(Timeout), Timeout) ?? Durations.Problem(nameof(Interval), Interval)) is { } problem)
        {
            Fail(problem);
        }

        if (FileSystemPath(ReportPath, NsmErrors.FileNotWritable) is { } file)
        {
            Run((_, _) =>
            {
                WholeFile.RequireFolder(file);
                return Task.CompletedTask;
            });
            _report = new ReportFile(file, ReportFormat, MyInvocation.MyCommand.Name);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<bool> clusters;
        try
        {
            clusters = ForEachCluster((target, queue, token) => _report is null ? TestAsync(target, queue, _ => { }, token) : _report.CollectAsync(
                target.Label, SampleApp, add => TestAsync(target, queue, row => add(IcmpReport.From(row, SampleApp)), token)));
        }
        finally
        {
            // A cluster that could not be tested is a failure that the report has to show.
            if (_report is not null && !Stopping)
            {
                Run((_, token) => _report.WriteAsync(token));
            }
        }

        if (Quiet)
        {
            WriteObject(clusters.All(proven => proven) && clusters.Count == ResolveTargets().Count);
        }
    }

    private async Task<bool> TestAsync(ClusterTarget target, PipelineQueue queue, Action<NsmIcmpResult> report, CancellationToken cancellationToken)
    {
        var (options, catalog) = (Options(target), LoadCatalog());
        var proof = new IcmpProof(await ConnectAsync(target, cancellationToken), catalog);
        var clients = await proof.FindAsync(options, cancellationToken);
        if (clients.Terminating > 0 && !Quiet)
        {
            queue.Warning($"{target.Label}: {clients.Terminating} clients are being terminated and are left out.");
        }

        var proven = 0;
        await foreach (var row in proof.TestAsync(clients, options, cancellationToken))
        {
            report(row);
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
