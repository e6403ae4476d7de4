using System.Runtime.CompilerServices;
using NsmPS.Adapter.Hosting;
using NsmPS.Kubernetes;
using NsmPS.Manifests;
using NsmPS.Operations;

namespace NsmPS.Adapter.Operations.Work;

/// <summary>Applies and deletes YAML: the request's own, or that of a folder which the administrator configured.</summary>
internal sealed class ManifestWork(AdapterSettings settings) : IOperationWork
{
    public async IAsyncEnumerable<LifecycleEvent> ApplyAsync(ClusterClient client, OperationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lifecycle = new ManifestLifecycle(client);
        var plan = await lifecycle.PlanApplyAsync(Read(request), OptionsFor(request), force: false, cancellationToken);
        foreach (var remark in plan.Summary.Remarks)
        {
            yield return new LifecycleEvent.Warning(remark) { Cluster = client.Name };
        }

        await foreach (var item in lifecycle.ApplyAsync(plan, settings.Run, cancellationToken))
        {
            yield return item;
        }
    }

    public async IAsyncEnumerable<LifecycleEvent> RemoveAsync(ClusterClient client, OperationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lifecycle = new ManifestLifecycle(client);
        var plan = await lifecycle.PlanDeleteAsync(Read(request), OptionsFor(request), cancellationToken);
        foreach (var remark in plan.Summary.Remarks)
        {
            yield return new LifecycleEvent.Warning(remark) { Cluster = client.Name };
        }

        await foreach (var item in lifecycle.DeleteAsync(plan, settings.Run, cancellationToken))
        {
            yield return item;
        }
    }

    private ManifestSource Read(OperationRequest request) => request.Operation.Kind == OperationKind.Folder
        ? ManifestSource.FromFolder(settings.OperationFolders[request.Operation.Key])
        : ManifestSource.FromYaml(request.Body, request.Operation.Words.Subject);

    private static ManifestOptions OptionsFor(OperationRequest request) =>
        new() { Namespace = NamespaceRules.OfManifest(request.Namespace), Part = request.Operation.Key, Operation = request.OperationId };
}
