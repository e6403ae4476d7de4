using System.Management.Automation;
using NsmPS.Checks.Residue;
using NsmPS.Pipeline;

namespace NsmPS.Commands;

/// <summary>Shows what is left of NSM on a cluster.</summary>
[Cmdlet(VerbsCommon.Get, "NsmResidue")]
[OutputType(typeof(NsmResidue))]
public sealed class GetNsmResidueCommand : LifecycleCommand
{
    protected override void ProcessRecord() => ForEachCluster(async (target, queue, token) =>
    {
        var cluster = await ConnectAsync(target, token);
        var left = await new ResiduePlanner(cluster).FindAsync(token);
        foreach (var item in left.Where(item => target.Namespace is null || item.ObjectNamespace == target.Namespace))
        {
            queue.Result(item, target);
        }

        if (left.Count == 0)
        {
            queue.Verbose($"{cluster.Name}: nothing of NSM is left.");
        }
    });
}
