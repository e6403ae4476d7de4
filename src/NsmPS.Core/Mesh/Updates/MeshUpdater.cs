using NsmPS.Kubernetes;
using NsmPS.Mesh.Installation;
using NsmPS.Operations;

namespace NsmPS.Mesh.Updates;

/// <summary>Carries out the plan of an update or a restoration.</summary>
internal sealed class MeshUpdater(ClusterClient client, LifecyclePlan plan, RunOptions run, Operation operation)
{
    public async Task<LifecycleEvent.Completed> RunAsync(CancellationToken cancellationToken)
    {
        await new ImageCheck(client, plan, operation).RunAsync(cancellationToken);
        var completed = await new MeshInstaller(client, plan, run, operation).RunAsync(cancellationToken);
        foreach (var remark in plan.Summary.Remarks)
        {
            operation.Warn(remark);
        }

        return completed.Result is NsmMesh mesh ? completed with { Result = mesh with { Remarks = plan.Summary.Remarks } } : completed;
    }
}
