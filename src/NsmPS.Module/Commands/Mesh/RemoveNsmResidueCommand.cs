using System.Management.Automation;
using NsmPS.Checks.Residue;
using NsmPS.Completion.Lists;
using NsmPS.Operations;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Removes what is left of NSM on a cluster.</summary>
[Cmdlet(VerbsCommon.Remove, "NsmResidue", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = OptionsSet)]
[OutputType(typeof(NsmPlan))]
public sealed class RemoveNsmResidueCommand : PlanCommand
{
    private const string ResidueSet = "Residue";

    private readonly List<(ClusterTarget Target, NsmResidue Residue)> _chosen = [];

    [Parameter(Mandatory = true, ParameterSetName = ResidueSet, ValueFromPipeline = true,
        HelpMessage = "What to remove, as Get-NsmResidue shows it.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Record(typeof(NsmResidue))]
    [ValidateNotNull]
    public NsmResidue[]? InputObject { get; set; }

    private protected override bool WritesResult => false;

    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_chosen.Count > 0)
        {
            Run([.. _chosen.Select(entry => entry.Target).Distinct()]);
        }
    }

    /// <summary>Piped objects become one removal per cluster, in the right order, not one per object.</summary>
    private protected override bool Collects()
    {
        if (InputObject is null)
        {
            return false;
        }

        _chosen.AddRange(InputObject.Select(item => (TargetOf(item), item)));
        return true;
    }

    private protected override async Task<LifecyclePlan> PlanAsync(ClusterTarget target, NsmPlan? earlier,
        CancellationToken cancellationToken)
    {
        var residue = new ResiduePlanner(await ConnectAsync(target, cancellationToken));
        NsmResidue[]? chosen = InputObject is null
            ? null
            : [.. _chosen.Where(entry => entry.Target == target).Select(entry => entry.Residue)];
        return await residue.PlanRemoveAsync(earlier is null ? chosen : await NamedAsync(residue, earlier, cancellationToken),
            cancellationToken);
    }

    /// <summary>The part of the residue that an earlier plan was about.</summary>
    private static async Task<IReadOnlyCollection<NsmResidue>> NamedAsync(ResiduePlanner residue, NsmPlan earlier,
        CancellationToken cancellationToken)
    {
        var names = earlier.Items.Select(item => (item.Kind, item.Namespace, item.Name)).ToHashSet();
        return [
            .. (await residue.FindAsync(cancellationToken)).Where(item => names.Contains((item.Kind, item.ObjectNamespace, item.Name)))];
    }

    private ClusterTarget TargetOf(NsmResidue item) =>
        RunspaceSession.Current.Resolve(KubeconfigPath(Kubeconfig)
            ?? ClusterResults.KubeconfigOf(item) ?? UnnamedKubeconfig(), [item.Cluster], Namespace)[0];
}
