using NsmPS.Adapter.Hosting;
using NsmPS.Manifests;
using NsmPS.Operations;

namespace NsmPS.Adapter.Operations.Work;

/// <summary>Applies and deletes YAML: the request's own, or that of a folder which the administrator configured.</summary>
internal sealed class ManifestWork(AdapterSettings settings) : IOperationWork
{
    public Task<LifecyclePlan> PlanAsync(MeshCluster cluster, OperationRequest request, Action<string> warn,
        CancellationToken cancellationToken)
    {
        var source = request.Operation.Kind == OperationKind.Folder
            ? ManifestSource.FromFolder(settings.OperationFolders[request.Operation.Key])
            : ManifestSource.FromYaml(request.Body, request.Operation.Words.Subject);
        var planner = new ManifestPlanner(cluster, source, new ManifestOptions
        {
            Namespace = NamespaceRules.OfManifest(request.Namespace),
            Part = request.Operation.Key,
            Operation = request.OperationId
        });
        return request.Direction == OperationDirection.Apply
            ? planner.PlanApplyAsync(force: false, cancellationToken)
            : planner.PlanDeleteAsync(cancellationToken);
    }
}
