using System.Runtime.CompilerServices;
using NsmPS.Adapter.Hosting;
using NsmPS.Kubernetes;
using NsmPS.Operations;
using NsmPS.Samples;

namespace NsmPS.Adapter.Operations.Work;

/// <summary>Creates and removes sample applications of the catalogue.</summary>
internal sealed class SampleWork(AdapterCatalog catalog, AdapterSettings settings) : IOperationWork
{
    public async IAsyncEnumerable<LifecycleEvent> ApplyAsync(ClusterClient client, OperationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lifecycle = new SampleLifecycle(client, catalog.Value);
        var options = new NsmSampleAppOptions { Name = request.Operation.Sample, Namespace = NamespaceRules.OfMesh(request.Namespace), Spread = settings.SampleSpread };
        var plan = await lifecycle.PlanCreateAsync(options, force: false, cancellationToken);
        await foreach (var item in lifecycle.CreateAsync(plan, settings.Run, cancellationToken))
        {
            yield return item;
        }
    }

    public async IAsyncEnumerable<LifecycleEvent> RemoveAsync(ClusterClient client, OperationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lifecycle = new SampleLifecycle(client, catalog.Value);
        var plan = await lifecycle.PlanRemoveAsync(request.Operation.Sample, NamespaceRules.OfMesh(request.Namespace), cancellationToken);
        await foreach (var item in lifecycle.RemoveAsync(plan, settings.Run, cancellationToken))
        {
            yield return item;
        }
    }
}
