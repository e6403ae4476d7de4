using System.Management.Automation;
using NsmPS.Mesh;
using NsmPS.Pipeline;

namespace NsmPS.Commands;

/// <summary>Shows where the mesh is no longer as NsmPS applied it.</summary>
[Cmdlet(VerbsData.Compare, "NsmMesh")]
[OutputType(typeof(NsmMeshDrift), typeof(bool))]
public sealed class CompareNsmMeshCommand : LifecycleCommand
{
    private int _same;

    [Parameter(HelpMessage = "Write one Boolean instead of rows: true only when nothing differs on any cluster.")]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord() => ForEachCluster(async (target, queue, token) =>
    {
        var rows = await new MeshComparison(await ConnectAsync(target, token)).CompareAsync(target.Namespace, token);
        foreach (var row in rows.Where(_ => !Quiet))
        {
            queue.Result(row, target);
        }

        if (rows.Count == 0)
        {
            Interlocked.Increment(ref _same);
        }
    });

    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (Quiet)
        {
            WriteObject(_same == AskedFor);
        }
    }
}
