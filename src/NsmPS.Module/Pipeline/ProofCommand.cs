using System.Management.Automation;
using NsmPS.Parameters;
using NsmPS.Reports;
using NsmPS.Session;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that prove something on clusters: rows, or with -Quiet
/// one Boolean, and a report where one is asked for.</summary>
public abstract class ProofCommand : TimedCommand
{
    /// <summary>What is to be proven: a cluster, and a copy of the command with its parameters as an object of the pipeline has bound them.
    /// </summary>
    private readonly List<(ProofCommand Command, ClusterTarget Target)> _asked = [];

    private readonly List<(ClusterTarget Target, TopologyPiece? Piece)> _gathered = [];

    private ReportFile? _report;

    [Parameter(HelpMessage = "Write one Boolean instead of rows: true only when nothing failed.")]
    public SwitchParameter Quiet { get; set; }

    [Parameter(HelpMessage = ManifestPathHelp)]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    [Parameter(HelpMessage = "A file to write the results to, for build servers; an existing one is replaced.")]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    [Parameter(HelpMessage = "The form of the report, JUnit or NUnit.")]
    public NsmReportFormat ReportFormat { get; set; }

    private protected override string? UserManifests => ManifestPath;

    /// <summary>What is proven, as the report calls it.</summary>
    private protected abstract string Subject { get; }

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (FileSystemPath(ReportPath, NsmErrors.FileNotWritable) is { } file)
        {
            Run(_ => WholeFile.Require(file, overwrite: true));
            _report = new ReportFile(file, ReportFormat, MyInvocation.MyCommand.Name);
        }
    }

    /// <summary>The clusters that are tested.</summary>
    private protected virtual IReadOnlyList<ClusterTarget> Targets => ResolveTargets();

    /// <summary>Whether what comes down the pipeline is kept and proven as one at its end.</summary>
    private protected virtual bool Gathers => false;

    /// <summary>The object of the pipeline that tells what is meant; null for everything.</summary>
    private protected virtual PSObject? Piped => null;

    /// <summary>Whether what was gathered means something on a cluster.</summary>
    private protected bool IsMeant(ClusterTarget target, Func<TopologyPiece, bool> has) =>
        _gathered.Any(gathered => gathered.Target == target && (gathered.Piece is null || has(gathered.Piece)));

    protected sealed override void ProcessRecord()
    {
        if (Gathers)
        {
            var piece = Piped is null ? null : TopologyPiece.Of(Piped);
            _gathered.AddRange(ResolveTargets().Select(target => (target, piece)));
        }
        else
        {
            var asked = (ProofCommand)MemberwiseClone();
            _asked.AddRange(Targets.Select(target => (asked, target)));
        }
    }

    protected override void EndProcessing()
    {
        if (Gathers)
        {
            _asked.AddRange(_gathered.Select(gathered => gathered.Target).Distinct().Select(target => (this, target)));
        }

        if (_asked.Count > 0)
        {
            Prove();
        }
    }

    private void Prove()
    {
        var proven = 0;
        try
        {
            foreach (var wave in Waves(_asked, asked => asked.Target))
            {
                proven += ForEach(wave, _asked.Count == 1, asked => asked.Target.Label, ProveAsync).Count(fine => fine);
            }
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
            WriteObject(proven == _asked.Count);
        }
    }

    private async Task<bool> ProveAsync((ProofCommand Command, ClusterTarget Target) asked, PipelineQueue queue,
        CancellationToken cancellationToken) => _report is null
        ? await asked.Command.ProveAsync(asked.Target, queue, _ => { }, cancellationToken)
        : await _report.CollectAsync(asked.Target.Label, asked.Command.Subject,
            add => asked.Command.ProveAsync(asked.Target, queue, add, cancellationToken));

    /// <summary>Proves it on one cluster, writes the rows unless it is to be quiet, and reports each as a case.</summary>
    /// <returns>Whether nothing failed.</returns>
    private protected abstract Task<bool> ProveAsync(ClusterTarget target, PipelineQueue queue, Action<ReportCase> report,
        CancellationToken cancellationToken);
}
