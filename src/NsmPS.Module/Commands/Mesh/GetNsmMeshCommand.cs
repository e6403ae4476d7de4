using System.Management.Automation;
using NsmPS.Mesh;
using NsmPS.Pipeline;

namespace NsmPS.Commands;

/// <summary>Shows the mesh on a cluster.</summary>
[Cmdlet(VerbsCommon.Get, "NsmMesh")]
[OutputType(typeof(NsmMesh))]
public sealed class GetNsmMeshCommand : LifecycleCommand
{
    protected override void ProcessRecord() => ForEachCluster(async (target, queue, token) =>
    {
        var cluster = await ConnectAsync(target, token);
        var found = await new MeshReader(cluster).GetAsync(target.Namespace, token);
        if (found is null)
        {
            queue.Verbose($"{cluster.Name}: NSM is not installed.");
        }
        else
        {
            queue.Result(found, target);
        }
    });
}
