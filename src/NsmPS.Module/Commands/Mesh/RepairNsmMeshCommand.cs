using System.Management.Automation;
using NsmPS.Checks.Repair;
using NsmPS.Operations;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Fixes a mesh, dead wires included.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "NsmMesh", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = OptionsSet)]
[OutputType(typeof(NsmMesh), typeof(NsmPlan))]
public sealed class RepairNsmMeshCommand : PlanCommand
{
    [Parameter(HelpMessage = ManifestPathHelp)]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    [Parameter(HelpMessage = "Delete pods of others' clients whose wires are dead too, so that their workloads recreate them.")]
    public SwitchParameter Force { get; set; }

    [Parameter(
        HelpMessage = "Only remove NSM's webhook configurations, if no pod can be created because of them; works without a mesh too.")]
    public SwitchParameter UnblockAdmission { get; set; }

    private protected override string? UserManifests => ManifestPath;

    private protected override bool TakesOver => Force;

    private protected override async Task<LifecyclePlan> PlanAsync(ClusterTarget target, NsmPlan? earlier,
        CancellationToken cancellationToken)
    {
        var options = new RepairOptions { Namespace = target.Namespace, Force = Force, UnblockAdmission = UnblockAdmission };
        return await new RepairPlanner(await ConnectAsync(target, cancellationToken)).PlanAsync(options, cancellationToken);
    }
}
