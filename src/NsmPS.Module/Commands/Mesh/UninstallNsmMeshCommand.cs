using System.Management.Automation;
using NsmPS.Mesh;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Removes NSM, and nothing that NsmPS did not make.</summary>
[Cmdlet(VerbsLifecycle.Uninstall, "NsmMesh", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = OptionsSet)]
[OutputType(typeof(NsmPlan))]
public sealed class UninstallNsmMeshCommand : PlanCommand
{
    /// <summary>Remove all the same.</summary>
    [Parameter(HelpMessage = "Remove the mesh although workloads still use it, together with the network services that people wrote.")]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override bool TakesOver => Force;

    /// <inheritdoc/>
    private protected override bool WritesResult => false;

    /// <inheritdoc/>
    private protected override async Task<PreparedPlan> PrepareAsync(ClusterTarget target, NsmPlan? earlier,
        CancellationToken cancellationToken)
    {
        var mesh = new MeshLifecycle(await ConnectAsync(target, cancellationToken), LoadCatalog());
        try
        {
            return Prepare(await mesh.PlanUninstallAsync(target.Namespace, Force, cancellationToken), mesh.UninstallAsync);
        }
        catch (NsmException used) when (IsWhatIf && used.Error == NsmErrors.StillInUse)
        {
            // What would happen is nothing; what the user wants to know is what -Force would do.
            var forced = Prepare(await mesh.PlanUninstallAsync(target.Namespace, force: true, cancellationToken), mesh.UninstallAsync);
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
