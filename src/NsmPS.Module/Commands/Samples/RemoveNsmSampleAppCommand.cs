using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Operations;
using NsmPS.Pipeline;
using NsmPS.Samples;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Removes a sample application.</summary>
[Cmdlet(VerbsCommon.Remove, "NsmSampleApp", SupportsShouldProcess = true, DefaultParameterSetName = OptionsSet)]
[OutputType(typeof(NsmPlan))]
public sealed class RemoveNsmSampleAppCommand : PlanCommand
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The sample's name.")]
    [ArgumentCompleter(typeof(SampleAppCompleter))]
    public string Name { get; set; } = "";

    [Parameter(HelpMessage = ManifestPathHelp)]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    private protected override string? UserManifests => ManifestPath;

    private protected override bool WritesResult => false;

    private protected override async Task<LifecyclePlan> PlanAsync(ClusterTarget target, NsmPlan? earlier,
        CancellationToken cancellationToken)
    {
        var planner = new SampleRemovalPlanner(await ConnectAsync(target, cancellationToken));
        return await planner.PlanRemoveAsync(Name, target.Namespace, cancellationToken);
    }
}
