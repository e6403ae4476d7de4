using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Completion.Lists;
using NsmPS.Operations;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Samples;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Removes a sample application.</summary>
[Cmdlet(VerbsCommon.Remove, "NsmSampleApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = OptionsSet)]
[OutputType(typeof(NsmPlan))]
public sealed class RemoveNsmSampleAppCommand : PlanCommand
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = OptionsSet, ValueFromPipeline = true,
        HelpMessage = "The samples' names.")]
    [NameOf(nameof(NsmSampleApp.Name), typeof(NsmSampleApp), typeof(NsmSampleAppInfo))]
    [ArgumentCompleter(typeof(SampleAppCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ParameterSetName = OptionsSet, ValueFromPipeline = true,
        HelpMessage = "A sample, as Get-NsmSampleApp shows it; it is removed from its own namespace only.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ObjectOf(typeof(NsmSampleApp))]
    public PSObject? InputObject { get; set; }

    [Parameter(HelpMessage = ManifestPathHelp)]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    private protected override IReadOnlyList<string> Subjects => Plan is null ? Name : base.Subjects;

    private protected override string? UserManifests => ManifestPath;

    private protected override bool WritesResult => false;

    private string? Home => InputObject is null ? null : PipedObject.Text(InputObject, nameof(NsmSampleApp.Namespace));

    private protected override async Task<LifecyclePlan> PlanAsync(ClusterTarget target, NsmPlan? earlier,
        CancellationToken cancellationToken)
    {
        var planner = new SampleRemovalPlanner(await ConnectAsync(target, cancellationToken));
        var (name, home) = earlier is null ? (Subject, target.Namespace ?? Home)
            : IsRemoval(earlier) && earlier.SampleApp is { } planned ? (planned.Name, planned.Namespace)
            : throw WrongPlan(earlier, "the removal of a sample application");
        return await planner.PlanRemoveAsync(name, home, cancellationToken);
    }
}
