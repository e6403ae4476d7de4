using NsmPS.Operations;

namespace NsmPS.Adapter.Operations.Work;

/// <summary>Plans operations of one kind on one cluster. What was interrupted is completed by the same request again.</summary>
internal interface IOperationWork
{
    /// <summary>Plans what brings about what the operation names, or what takes it away again.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="warn">Called with each sentence that the user should read before anything is done.</param>
    /// <param name="cancellationToken">Ends the planning.</param>
    Task<LifecyclePlan> PlanAsync(MeshCluster cluster, OperationRequest request, Action<string> warn, CancellationToken cancellationToken);
}
