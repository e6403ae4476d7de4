using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Mesh;
using NsmPS.Mesh.History;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Checks.Repair;

/// <summary>Plans to restore the mesh's own objects to what the latest revision applied.</summary>
internal sealed class DriftPlanner(MeshCluster cluster)
{
    /// <summary>The plan; null when all is as it was applied, or nobody knows how it was.</summary>
    public async Task<LifecyclePlan?> PlanAsync(MeshFacts mesh, List<string> remarks, CancellationToken cancellationToken)
    {
        if (mesh.Inventory is not { } inventory)
        {
            remarks.Add("NsmPS did not install this mesh, so its objects are not compared with anything.");
            return null;
        }

        // Changes that others made to these objects are exactly what a repair undoes.
        var target = new MeshTarget(MeshTarget.Install, inventory.Options, mesh.Generation,
            certificate => certificate is null ? RecordedManifests.Stages(inventory) : Recorded(inventory, certificate))
        { Operation = $"Give back revision {inventory.Revision}" };
        var plan = await new MeshPlanner(cluster)
            .PlanAsync(target, new PlanPolicy(Force: true, ReplaceWorkloads: false), cancellationToken);
        var objects = inventory.Complete
            ? [.. plan.Objects.Where(item => item.Manifest.Label(OwnNames.InventoryLabel) is null)]
            : plan.Objects;
        return objects.All(item => item.Action == NsmPlanAction.Unchanged) ? null : plan with
        {
            Objects = objects,

            // A repair gives back a revision; it is not a revision of its own.
            Revision = inventory.Complete ? null : plan.Revision,
        };
    }

    /// <summary>The manifests of a revision with the certificate that the cluster has, or
    /// with a new one where it has none that is good.</summary>
    private static ManifestSet Recorded(InventoryRecord record, WebhookCertificate certificate) =>
        RecordedManifests.Stages(record).With(manifest =>
    {
        if (manifest.Key() == WebhookCertificate.SecretKey(record.Options.Namespace!))
        {
            RecordedManifests.TakeData(manifest, certificate.ToSecret(record.Options.Namespace!));
        }
    }).With(certificate.Bind);

    /// <summary>Whether carrying a plan out replaces the managers' pods, so that restarting them before would only cost time.</summary>
    public static bool ReplacesManagers(LifecyclePlan? plan) =>
        plan is not null && plan.Objects.Any(item =>
            item.Key is { Kind: "DaemonSet", Name: NsmNames.ManagerDaemonSet } && item.RestartsPods);

    /// <summary>Whether carrying a plan out restarts managers or forwarders.</summary>
    public static bool Restarts(LifecyclePlan? plan) =>
        plan is not null && plan.Objects.Any(item => item.Key.Kind == KnownTypes.DaemonSets.Kind
        && (item.Action == NsmPlanAction.Create || item.RestartsPods));
}
