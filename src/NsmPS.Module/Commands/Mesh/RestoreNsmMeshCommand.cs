using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Mesh.Updates;
using NsmPS.Operations;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Brings an earlier revision of the mesh back.</summary>
[Cmdlet(VerbsData.Restore, "NsmMesh", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = OptionsSet)]
[OutputType(typeof(NsmMesh), typeof(NsmPlan))]
public sealed class RestoreNsmMeshCommand : PlanCommand
{
    [Parameter(Position = 0, ParameterSetName = OptionsSet, ValueFromPipeline = true,
        HelpMessage = "The revision to bring back, as Get-NsmMeshHistory shows it; without it the complete one before the latest.")]
    [NameOf(nameof(NsmMeshRevision.Revision), typeof(NsmMeshRevision))]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    public int? Revision { get; set; }

    [Parameter(HelpMessage = "Take over fields that another tool set.")]
    public SwitchParameter Force { get; set; }

    private protected override bool TakesOver => Force;

    private protected override async Task<LifecyclePlan> PlanAsync(ClusterTarget target, NsmPlan? earlier,
        CancellationToken cancellationToken)
    {
        var planner = new MeshChangePlanner(await ConnectAsync(target, cancellationToken));
        var revision = earlier is not null ? earlier.Revision ?? throw WrongPlan(earlier, "a restoration")
            : Revision;
        return await planner.PlanRestoreAsync(target.Namespace, revision, Force, cancellationToken);
    }
}
