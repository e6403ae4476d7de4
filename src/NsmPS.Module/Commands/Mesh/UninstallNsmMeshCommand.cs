using System.Management.Automation;
using NsmPS.Mesh;
using NsmPS.Operations;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Removes NSM, and nothing that NsmPS did not make.</summary>
[Cmdlet(VerbsLifecycle.Uninstall, "NsmMesh", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = OptionsSet)]
[OutputType(typeof(NsmPlan))]
public sealed class UninstallNsmMeshCommand : PlanCommand
{
    [Parameter(HelpMessage = "Remove the mesh although workloads still use it, together with the network services that people wrote.")]
    public SwitchParameter Force { get; set; }

    private protected override bool TakesOver => Force;

    private protected override bool WritesResult => false;

    private protected override async Task<LifecyclePlan> PlanAsync(ClusterTarget target, NsmPlan? earlier,
        CancellationToken cancellationToken)
    {
        var planner = new MeshRemovalPlanner(await ConnectAsync(target, cancellationToken));
        try
        {
            return await planner.PlanUninstallAsync(target.Namespace, Force, cancellationToken);
        }
        catch (NsmException used) when (IsWhatIf && used.Error == NsmErrors.StillInUse)
        {
            // Without -Force nothing would happen, and the user wants to know what -Force would do.
            var forced = await planner.PlanUninstallAsync(target.Namespace, force: true, cancellationToken);
            return forced with
            {
                Summary = forced.Summary with
                {
                    Remarks = [$"Without -Force nothing is removed: {used.Message}", .. forced.Summary.Remarks],
                },
            };
        }
    }
}
