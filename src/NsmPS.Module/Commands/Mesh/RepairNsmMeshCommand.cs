using System.Management.Automation;
using NsmPS.Checks.Repair;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Mends a mesh, dead wires included.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "NsmMesh", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = OptionsSet)]
[OutputType(typeof(NsmMesh), typeof(NsmPlan))]
public sealed class RepairNsmMeshCommand : PlanCommand
{
    /// <summary>A folder with releases or samples of the user.</summary>
    [Parameter(HelpMessage = ManifestPathHelp)]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    /// <summary>Others' clients too.</summary>
    [Parameter(HelpMessage = "Delete pods of others' clients whose wires are dead too, so that their workloads start them anew.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Only free the cluster.</summary>
    [Parameter(
        HelpMessage = "Only remove NSM's webhook configurations, if no pod can be created because of them; works without a mesh too.")]
    public SwitchParameter UnblockAdmission { get; set; }

    /// <inheritdoc/>
    private protected override string? UserManifests => ManifestPath;

    /// <inheritdoc/>
    private protected override bool TakesOver => Force;

    /// <inheritdoc/>
    private protected override async Task<PreparedPlan> PrepareAsync(ClusterTarget target, NsmPlan? earlier,
        CancellationToken cancellationToken)
    {
        var repair = new MeshRepair(await ConnectAsync(target, cancellationToken), LoadCatalog());
        var options = new RepairOptions { Namespace = target.Namespace, Force = Force, UnblockAdmission = UnblockAdmission };
        var plan = await repair.PlanAsync(options, cancellationToken);
        var run = RunOptions;
        return new PreparedPlan(plan.Whole.Summary, plan.Whole.EnsureSameAs, token => repair.RepairAsync(plan, run, token));
    }
}
