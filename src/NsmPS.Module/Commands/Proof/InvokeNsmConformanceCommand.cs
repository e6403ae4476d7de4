using System.Management.Automation;
using NsmPS.Completion.Lists;
using NsmPS.Conformance;
using NsmPS.Pipeline;
using NsmPS.Reports;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Runs the conformance suites, and the user's own, on clusters.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "NsmConformance", SupportsShouldProcess = true)]
[OutputType(typeof(NsmConformanceResult), typeof(bool))]
public sealed class InvokeNsmConformanceCommand : ProofCommand
{
    private IReadOnlyList<ClusterTarget>? _targets;
    private ConformanceRun? _run;
    private ConformanceFiles? _files;
    private string? _compatibility;

    [Parameter(Position = 0, HelpMessage = "Which suites to run: Mesh, Kernel, Memif, Services, Healing or Removal; without it all.")]
    [ArgumentCompleter(typeof(SuiteCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Suite { get; set; }

    [Parameter(HelpMessage = "A folder of your own with Pester files, whose names end with .Tests.ps1; they are run instead of the "
        + "module's suites, or after those that -Suite names. Its YAML is there while they run.")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(HelpMessage = "A folder to write a file into as Meshery's documentation collects it.")]
    [ValidateNotNullOrEmpty]
    public string? CompatibilityPath { get; set; }

    [Parameter(HelpMessage = "Write such a file of a sandbox too; it is marked as one.")]
    public SwitchParameter AllowSandbox { get; set; }

    private protected override string Subject => "conformance";

    private protected override IReadOnlyList<ClusterTarget> Targets => _targets ??=
        [.. ResolveTargets().Where(target => ShouldProcess(target.Label, "Create and remove sample applications"))];

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _compatibility = FileSystemPath(CompatibilityPath, NsmErrors.FileNotWritable);
        try
        {
            _files = ConformanceFiles.Find(PesterModule.Folder, Suite, FileSystemPath(Path, NsmErrors.OptionInvalid));
            _run = new ConformanceRun(PesterModule.ManifestOf(MyInvocation.MyCommand.Module),
                PesterModule.ManifestOf(PesterModule.Find(InvokeCommand)));
        }
        catch (NsmException failure)
        {
            Fail(failure);
        }
    }

    private protected override async Task<bool> ProveAsync(ClusterTarget target, PipelineQueue queue, Action<ReportCase> report,
        CancellationToken cancellationToken)
    {
        var cluster = await ConnectAsync(target, cancellationToken);
        var before = _compatibility is null ? null : await new CompatibilityReader(cluster).ReadAsync(
            new CompatibilityOptions { AllowSandbox = AllowSandbox }, cancellationToken);
        var results = await _run!.RunAsync(target, cluster.Name, _files!, text => queue.HostWarning($"{target.Label}: {text}"),
            cancellationToken);
        foreach (var result in results)
        {
            report(new ReportCase(result.Suite, result.Name, OutcomeOf(result.Outcome))
            {
                Message = result.Message,
                Kind = $"{result.Outcome}",
                Duration = result.Duration,
            });
            if (!Quiet)
            {
                queue.Result(result, target);
            }
        }

        if (before is not null)
        {
            await WriteAsync(before, results, cancellationToken);
        }

        return results.Count > 0 && results.All(result => result.Outcome != NsmConformanceOutcome.Failed);
    }

    private async Task WriteAsync(NsmCompatibility before, IReadOnlyList<NsmConformanceResult> results, CancellationToken cancellationToken)
    {
        var tests = results.Where(result => result.Outcome != NsmConformanceOutcome.Skipped)
            .Select(result => new NsmCompatibilityTest($"{result.Suite}: {result.Name}", result.Outcome == NsmConformanceOutcome.Passed));
        var after = CompatibilityFile.Of(before, [.. tests]);
        await WholeFile.WriteAsync(System.IO.Path.Combine(_compatibility!, CompatibilityFile.Name(after)), CompatibilityFile.Write(after),
            overwrite: false, cancellationToken);
    }

    private static ReportOutcome OutcomeOf(NsmConformanceOutcome outcome) => outcome switch
    {
        NsmConformanceOutcome.Passed => ReportOutcome.Passed,
        NsmConformanceOutcome.Failed => ReportOutcome.Failed,
        _ => ReportOutcome.Skipped,
    };
}
