using NsmPS.Adapter.Hosting;
using NsmPS.Operations;
using NsmPS.Samples;

namespace NsmPS.Adapter.Operations.Work;

/// <summary>Creates and removes sample applications of the catalogue.</summary>
internal sealed class SampleWork(AdapterSettings settings) : IOperationWork
{
    public Task<LifecyclePlan> PlanAsync(MeshCluster cluster, OperationRequest request, Action<string> warn,
        CancellationToken cancellationToken)
    {
        var (name, home) = (request.Operation.Sample, NamespaceRules.OfMesh(request.Namespace));
        return request.Direction == OperationDirection.Apply
            ? new SamplePlanner(cluster).PlanCreateAsync(
                new NsmSampleAppOptions
                {
                    Name = name,
                    Namespace = home,
                    Spread = settings.SampleSpread,
                    ImagePullSecrets = settings.ImagePullSecrets,
                }, force: false, cancellationToken)
            : new SampleRemovalPlanner(cluster).PlanRemoveAsync(name, home, cancellationToken);
    }
}
