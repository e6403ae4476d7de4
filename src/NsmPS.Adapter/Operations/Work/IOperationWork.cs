using NsmPS.Kubernetes;
using NsmPS.Operations;

namespace NsmPS.Adapter.Operations.Work;

/// <summary>Carries out operations of one kind on one cluster.</summary>
internal interface IOperationWork
{
    /// <summary>Brings about what the operation names. An interrupted one is completed by the same call again.</summary>
    IAsyncEnumerable<LifecycleEvent> ApplyAsync(ClusterClient client, OperationRequest request, CancellationToken cancellationToken);

    /// <summary>Takes it away again.</summary>
    IAsyncEnumerable<LifecycleEvent> RemoveAsync(ClusterClient client, OperationRequest request, CancellationToken cancellationToken);
}
