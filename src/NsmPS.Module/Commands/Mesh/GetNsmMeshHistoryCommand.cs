using System.Management.Automation;
using NsmPS.Mesh.History;
using NsmPS.Pipeline;

namespace NsmPS.Commands;

/// <summary>Lists the revisions of the mesh.</summary>
[Cmdlet(VerbsCommon.Get, "NsmMeshHistory")]
[OutputType(typeof(NsmMeshRevision))]
public sealed class GetNsmMeshHistoryCommand : LifecycleCommand
{
    protected override void ProcessRecord() => ForEachCluster(async (target, queue, token) =>
    {
        var revisions = await new MeshRecords(await ConnectAsync(target, token)).ReadAsync(target.Namespace, token);
        foreach (var revision in revisions)
        {
            queue.Result(revision, target);
        }
    });
}
