using NsmPS.Adapter.Hosting;
using NsmPS.Mesh;
using NsmPS.Mesh.History;
using NsmPS.Operations;

namespace NsmPS.Adapter.Operations.Work;

/// <summary>Installs and removes the mesh.</summary>
internal sealed class MeshWork(AdapterCatalog catalog, AdapterSettings settings) : IOperationWork
{
    public async Task<LifecyclePlan> PlanAsync(MeshCluster cluster, OperationRequest request, Action<string> warn,
        CancellationToken cancellationToken)
    {
        if (request.Direction == OperationDirection.Remove)
        {
            return await new MeshRemovalPlanner(cluster)
                .PlanUninstallAsync(NamespaceRules.OfMesh(request.Namespace), force: false, cancellationToken);
        }

        var present = await new MeshReader(cluster).FindPlaneAsync(cancellationToken);
        var options = OptionsFor(request, present, await new MeshRecords(cluster).ReadOptionsAsync(cancellationToken));
        var plan = await new MeshPlanner(cluster).PlanInstallAsync(options, force: false, cancellationToken);

        // Not where the plan is refused, for example because the mesh is in another namespace already.
        if (options.Namespace is { } place && place != NamespaceRules.DashboardNamespace)
        {
            warn($"The mesh goes into namespace {place}; Meshery's dashboard shows it only in {NamespaceRules.DashboardNamespace}.");
        }

        return plan;
    }

    /// <summary>Meshery cannot ask for a plane, images or components, so what is there already stays, but for images that the administrator
    /// chose; then the administrator's choice counts, then the release's default.</summary>
    private NsmMeshOptions OptionsFor(OperationRequest request, (string Namespace, string ForwardingPlane)? present,
        NsmMeshOptions? recorded)
    {
        var version = request.Version.Length > 0 ? request.Version
            : recorded is not null && catalog.Versions.Contains(recorded.Version) ? recorded.Version
            : catalog.DefaultRelease.Version;
        var release = Find(version);
        var kept = release is not null && recorded is not null && Find(recorded.Version)?.Generation == release.Generation
            ? recorded
            : null;
        return new NsmMeshOptions
        {
            Version = version,
            Namespace = NamespaceRules.OfMesh(request.Namespace) ?? present?.Namespace,
            ForwardingPlane = present is var (_, plane) && release is not null && release.ForwardingPlanes.Contains(plane)
                ? plane
                : settings.ForwardingPlane,
            Components = [.. (kept?.Components ?? []).Where(component => release!.Components.Contains(component))],
            ImageRegistry = settings.ImageRegistry ?? kept?.ImageRegistry,
            ImageTag = settings.ImageTag ?? (kept?.Version == version ? kept.ImageTag : null),
            ImagePullPolicy = settings.ImagePullPolicy ?? kept?.ImagePullPolicy,
            ImagePullSecrets = settings.ImagePullSecrets.Count > 0 ? settings.ImagePullSecrets : kept?.ImagePullSecrets ?? [],
            KubeletPath = settings.KubeletPath ?? kept?.KubeletPath,
            Secure = kept?.Secure ?? false,
            UseExistingSpire = kept?.UseExistingSpire ?? (release is { UsesSpire: true } && settings.UseExistingSpire),
        };
    }

    private NsmRelease? Find(string version) =>
        catalog.Value.Releases.FirstOrDefault(release => release.Version.TrimStart('v') == version.TrimStart('v'));
}
