using System.Runtime.CompilerServices;
using NsmPS.Adapter.Hosting;
using NsmPS.Kubernetes;
using NsmPS.Mesh;
using NsmPS.Operations;

namespace NsmPS.Adapter.Operations.Work;

/// <summary>Installs and removes the mesh.</summary>
internal sealed class MeshWork(AdapterCatalog catalog, AdapterSettings settings) : IOperationWork
{
    public async IAsyncEnumerable<LifecycleEvent> ApplyAsync(ClusterClient client, OperationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lifecycle = new MeshLifecycle(client, catalog.Value);
        var present = await lifecycle.GetAsync(null, cancellationToken);
        var options = OptionsFor(request, present, await lifecycle.GetOptionsAsync(cancellationToken));
        if (options.Namespace is { } place && place != NamespaceRules.DashboardNamespace)
        {
            yield return new LifecycleEvent.Warning($"The mesh goes into namespace {place}; Meshery's dashboard shows it only in {NamespaceRules.DashboardNamespace}.") { Cluster = client.Name };
        }

        var plan = await lifecycle.PlanInstallAsync(options, force: false, cancellationToken);
        foreach (var remark in plan.Summary.Remarks)
        {
            yield return new LifecycleEvent.Warning(remark) { Cluster = client.Name };
        }

        await foreach (var item in lifecycle.InstallAsync(plan, settings.Run, cancellationToken))
        {
            yield return item;
        }
    }

    public async IAsyncEnumerable<LifecycleEvent> RemoveAsync(ClusterClient client, OperationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lifecycle = new MeshLifecycle(client, catalog.Value);
        var plan = await lifecycle.PlanUninstallAsync(NamespaceRules.OfMesh(request.Namespace), force: false, cancellationToken);
        await foreach (var item in lifecycle.UninstallAsync(plan, settings.Run, cancellationToken))
        {
            yield return item;
        }
    }

    /// <summary>Meshery cannot ask for a plane, images or components, so what is there already stays, but for images that the administrator chose; then the administrator's choice counts, then the release's default.</summary>
    private NsmMeshOptions OptionsFor(OperationRequest request, NsmMesh? present, NsmMeshOptions? recorded)
    {
        var version = request.Version.Length > 0 ? request.Version
            : recorded is not null && catalog.Versions.Contains(recorded.Version) ? recorded.Version
            : catalog.Value.DefaultRelease.Version;
        var release = Find(version);
        var kept = release is not null && recorded is not null && Find(recorded.Version)?.Generation == release.Generation ? recorded : null;
        return new NsmMeshOptions
        {
            Version = version,
            Namespace = NamespaceRules.OfMesh(request.Namespace) ?? present?.Namespace,
            ForwardingPlane = present is not null && release is not null && release.ForwardingPlanes.Contains(present.ForwardingPlane) ? present.ForwardingPlane : settings.ForwardingPlane,
            Components = [.. (kept?.Components ?? []).Where(component => release!.Components.Contains(component))],
            ImageRegistry = settings.ImageRegistry ?? kept?.ImageRegistry,
            ImageTag = settings.ImageTag ?? (kept?.Version == version ? kept.ImageTag : null),
            ImagePullPolicy = settings.ImagePullPolicy ?? kept?.ImagePullPolicy,
            Secure = kept?.Secure ?? false,
            UseExistingSpire = kept?.UseExistingSpire ?? (release is { UsesSpire: true } && settings.UseExistingSpire),
        };
    }

    private NsmRelease? Find(string version) => catalog.Value.Releases.FirstOrDefault(release => release.Version.TrimStart('v') == version.TrimStart('v'));
}
