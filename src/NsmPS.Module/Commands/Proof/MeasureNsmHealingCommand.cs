using System.Management.Automation;
using NsmPS.Checks.Repair;
using NsmPS.Completion.Lists;
using NsmPS.Completion.Wires;
using NsmPS.Operations;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Reports;
using NsmPS.Session;
using NsmPS.Watching.Healing;

namespace NsmPS.Commands;

/// <summary>Measures what wires lose when something disturbs the mesh, and whether they heal.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "NsmHealing", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = WaitSet)]
[OutputType(typeof(NsmHealingResult), typeof(bool))]
public sealed class MeasureNsmHealingCommand : WiresCommand
{
    private const string WaitSet = "Wait";
    private const string DisturbSet = "Disturb";
    private const string ActionSet = "Action";
    private const int ActivityId = 7900;

    private static readonly HealingOptions s_defaults = new();

    private ReportFile? _report;
    private string? _picture;

    [Parameter(ParameterSetName = DisturbSet, Mandatory = true, HelpMessage = "What is disturbed, by deleting its pods.")]
    public NsmDisturbance Disturb { get; set; }

    [Parameter(ParameterSetName = DisturbSet, HelpMessage = "On which node; without it on the one that most wires touch.")]
    [ArgumentCompleter(typeof(NodeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Node { get; set; }

    [Parameter(ParameterSetName = ActionSet, Mandatory = true, HelpMessage = "A script block that causes the disturbance.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public ScriptBlock? Action { get; set; }

    [Parameter(HelpMessage = "How long wires are observed after the disturbance, as a TimeSpan, seconds, or text such as 2m.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan For { get; set; } = s_defaults.Observe;

    [Parameter(HelpMessage = "The time between two pings over a wire, as a TimeSpan, seconds, or text such as 50ms.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan Interval { get; set; } = s_defaults.Interval;

    [Parameter(HelpMessage = "The longest gap that is allowed, as a TimeSpan, seconds, or text such as 500ms.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan MaximumGap { get; set; }

    [Parameter(HelpMessage = "How long to wait, as a TimeSpan, seconds, or text such as 5m or 1h30m.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan Timeout { get; set; } = s_defaults.Timeout;

    [Parameter(HelpMessage = "Repair the mesh, as Repair-NsmMesh does, when wires are silent at the end, and measure on.")]
    public SwitchParameter Repair { get; set; }

    [Parameter(HelpMessage = "Write one Boolean instead of rows: true only when every wire's verdict is Ok.")]
    public SwitchParameter Quiet { get; set; }

    [Parameter(HelpMessage = "A file to write the results to, for build servers; an existing one is replaced.")]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    [Parameter(HelpMessage = "The form of the report, JUnit or NUnit.")]
    public NsmReportFormat ReportFormat { get; set; }

    [Parameter(HelpMessage = "An SVG file with the gaps over time; an existing one is replaced.")]
    [ValidateNotNullOrEmpty]
    public string? PicturePath { get; set; }

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var file = FileSystemPath(ReportPath, NsmErrors.FileNotWritable);
        _picture = FileSystemPath(PicturePath, NsmErrors.FileNotWritable);
        Run(_ => new[] { file, _picture }.OfType<string>().ToList().ForEach(path => WholeFile.Require(path, overwrite: true)));
        _report = file is null ? null : new ReportFile(file, ReportFormat, MyInvocation.MyCommand.Name);
    }

    protected override void EndProcessing()
    {
        var clusters = Clusters();
        if (_picture is not null && clusters.Count > 1)
        {
            Fail(Invalid("-PicturePath takes the picture of one cluster; several are given.", nameof(PicturePath)));
        }

        // One cluster after the other: each is asked for, and a disturbance of one must not blur the measure of another.
        var (all, isComplete) = (new List<NsmHealingResult>(), true);
        foreach (var cluster in clusters)
        {
            if (Measure(cluster.Key, [.. cluster], clusters.Count == 1) is { } rows)
            {
                all.AddRange(rows);
            }
            else
            {
                isComplete = false;
            }
        }

        if (Quiet)
        {
            WriteObject(isComplete && all.Count > 0 && all.All(row => row.Verdict == NsmHealingVerdict.Ok));
        }
    }

    /// <summary>Measures on one cluster; null where it was not to be, or could not.</summary>
    private IReadOnlyList<NsmHealingResult>? Measure(ClusterTarget target, IReadOnlyList<TopologyPiece?> pieces, bool alone)
    {
        Disturber? disturber = null;
        if (ParameterSetName == DisturbSet)
        {
            ForEach([target], alone, item => item.Label, async (item, _, token) =>
                disturber = await Disturber.FindAsync(await ConnectAsync(item, token), Disturb, Node, token));
        }

        var what = disturber?.Description ?? (Action is null ? "" : "Running the action");
        if ((ParameterSetName == DisturbSet && disturber is null)
            || ((what.Length > 0 || Repair) && !ShouldProcess(target.Label, what.Length > 0 ? what : "Repairing the mesh")))
        {
            return null;
        }

        try
        {
            return ForEach([target], alone, item => item.Label, (item, queue, token) => _report is null
                ? MeasureAsync(item, pieces, what, disturber, queue, _ => { }, token)
                : _report.CollectAsync(item.Label, "healing", add => MeasureAsync(item, pieces, what, disturber, queue, add, token)))
                .FirstOrDefault();
        }
        finally
        {
            if (_report is not null && !Stopping)
            {
                Run((_, token) => _report.WriteAsync(token));
            }
        }
    }

    private async Task<IReadOnlyList<NsmHealingResult>> MeasureAsync(ClusterTarget target, IReadOnlyList<TopologyPiece?> pieces,
        string what, Disturber? disturber, PipelineQueue queue, Action<ReportCase> report, CancellationToken cancellationToken)
    {
        var cluster = await ConnectAsync(target, cancellationToken);
        var activity = $"Measuring healing on {cluster.Name}";
        void Show(string step) => queue.Progress(new ProgressRecord(ActivityId, activity, step));
        try
        {
            Show("Waiting until the wires answer");
            Func<CancellationToken, Task>? disturb = disturber is not null ? disturber.RunAsync
                : Action is not null ? _ => RunActionAsync(queue) : null;
            var run = await new HealingMeasure(cluster, MeasureOptions(target), Show).RunAsync(
                wire => Takes(wire, pieces), what, disturb,
                Repair ? token => RepairAsync(cluster, target, queue, token) : null, cancellationToken);
            foreach (var row in run.Results)
            {
                report(HealingReport.From(row));
                if (!Quiet)
                {
                    queue.Result(row, target);
                }
            }

            if (_picture is not null)
            {
                await WholeFile.WriteAsync(_picture, HealingPicture.Write(run), overwrite: true, cancellationToken);
            }

            return run.Results;
        }
        finally
        {
            queue.Progress(new ProgressRecord(ActivityId, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private HealingOptions MeasureOptions(ClusterTarget target) => new()
    {
        Namespace = target.Namespace,
        Interval = Interval,
        Observe = For,
        Timeout = Timeout,
        MaximumGap = MyInvocation.BoundParameters.ContainsKey(nameof(MaximumGap)) ? MaximumGap : null,
        ThrottleLimit = PodsAtOnce,
    };

    /// <summary>Script blocks belong to the pipeline thread; pings go on meanwhile.</summary>
    private Task RunActionAsync(PipelineQueue queue)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Do(_ =>
        {
            try
            {
                foreach (var line in Action!.Invoke())
                {
                    ShellStreams.Verbose(this, $"{line}");
                }

                done.SetResult();
            }
            catch (RuntimeException exception)
            {
                done.SetException(exception);
            }
        });
        return done.Task;
    }

    private async Task RepairAsync(MeshCluster cluster, ClusterTarget target, PipelineQueue queue, CancellationToken cancellationToken)
    {
        var plan = await new RepairPlanner(cluster.Again()).PlanAsync(new RepairOptions { Namespace = target.Namespace },
            cancellationToken);
        await new LifecycleReport(queue, cluster.Name, plan.Summary.Operation, ActivityId + 1)
            .FollowAsync(plan.RunAsync(new RunOptions { Timeout = Timeout }, cancellationToken), cancellationToken);
    }
}
