using System.Management.Automation;
using NsmPS.Mesh;
using NsmPS.Pipeline;

namespace NsmPS.Commands;

/// <summary>Waits until the installed mesh works.</summary>
[Cmdlet(VerbsLifecycle.Wait, "NsmMesh")]
[OutputType(typeof(NsmMesh))]
public sealed class WaitNsmMeshCommand : TimedCommand
{
    private const int FirstActivityId = 7700;

    private int _started = -1;

    protected override void ProcessRecord() => ForEachCluster(async (target, queue, token) =>
    {
        var cluster = await ConnectAsync(target, token);
        var events = MeshWait.RunAsync(cluster, target.Namespace, Timeout, token);
        var activityId = FirstActivityId + Interlocked.Increment(ref _started);
        var result = await new LifecycleReport(queue, cluster.Name, "Wait for NSM", activityId)
            .FollowAsync(events, token);
        if (result is not null)
        {
            queue.Result(result, target);
        }
    });
}
