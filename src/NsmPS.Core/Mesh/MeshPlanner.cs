using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Mesh.History;
using NsmPS.Mesh.Installation;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Mesh;

/// <summary>Plans installations.</summary>
public sealed class MeshPlanner(MeshCluster cluster)
{
    private const string InventoryStage = "inventory";
    private const string ObsoleteStage = "obsolete";

    /// <summary>Checks the options and finds out what an installation would do. Changes nothing.</summary>
    /// <param name="options">What to install.</param>
    /// <param name="force">Whether objects and fields of others are taken over.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="NsmException">The options break a rule, or the cluster does not allow it.</exception>
    public Task<LifecyclePlan> PlanInstallAsync(NsmMeshOptions options, bool force, CancellationToken cancellationToken)
    {
        var renderer = new MeshRenderer(cluster.Catalog, options);
        return PlanAsync(MeshTarget.Of(renderer, MeshTarget.Install, $"Install NSM {renderer.Release.Version}"),
            new PlanPolicy(force, ReplaceWorkloads: false), cancellationToken);
    }

    /// <summary>Plans what brings the mesh to a target.</summary>
    internal async Task<LifecyclePlan> PlanAsync(MeshTarget target, PlanPolicy policy, CancellationToken cancellationToken)
    {
        var installed = cluster.FindMeshAsync(cancellationToken);
        var generation = new GenerationGuard(cluster).CheckAsync(target, policy.Force, cancellationToken);
        var certificate = CertificateAsync(target, cancellationToken);
        var record = cluster.ReadRecordAsync(target.Namespace, cancellationToken);
        await Task.WhenAll(installed, generation, certificate, record);
        var mesh = await record;
        RefuseOtherInstallation((await installed)?.Namespace, mesh.Latest, target.Options);

        var set = target.Render(await certificate);
        await new PullSecretCheck(cluster).RequireAsync(target.Options.ImagePullSecrets, set, cancellationToken);
        var objects = (await new Planner(cluster).PlanAsync(set, policy, cancellationToken)).ToList();
        objects.AddRange(await FindObsoleteAsync(mesh, set, cancellationToken));
        var revision = NextRevision(mesh.Latest, objects, target, set);
        if (revision is not null)
        {
            var action = revision.Revision == mesh.Latest?.Revision ? NsmPlanAction.Update : NsmPlanAction.Create;
            objects.Add(new PlannedObject(InventoryStage, action, Inventory.ToSecret(revision), null, ServerValidated: false,
                $"the record of this {target.Verb.ToLowerInvariant()}"));
        }

        var remarks = await new RoomCheck(cluster).DescribeAsync(objects, cancellationToken);
        var plan = LifecyclePlan.Of(cluster, target.Operation, objects,
            (plan, operation, token) => new MeshInstaller(plan, operation).RunAsync(token)).With(remarks);
        return plan with
        {
            Summary = plan.Summary with
            {
                Mesh = target.Options,
                Revision = target.RestoredFrom,
                RenewsCertificate = target.RenewCertificate
            },
            Namespace = target.Namespace,
            Generation = target.Generation,
            Revision = revision,
            Before = target.Before,
        };
    }

    private async Task<WebhookCertificate?> CertificateAsync(MeshTarget target, CancellationToken cancellationToken)
    {
        if (target.Generation.UsesSpire)
        {
            return null;
        }

        var secret = await cluster.GetAsync(WebhookCertificate.SecretKey(target.Namespace), cancellationToken);
        return (target.RenewCertificate ? null : WebhookCertificate.Reuse(secret, target.Namespace, cluster.Time))
            ?? WebhookCertificate.Create(target.Namespace, cluster.Time);
    }

    /// <summary>What the revisions applied that are on the cluster and this one does not,
    /// for example a component that is no longer asked for.</summary>
    private async Task<IEnumerable<PlannedObject>> FindObsoleteAsync(RecordedMesh mesh, ManifestSet set,
        CancellationToken cancellationToken)
    {
        var wanted = set.Objects.Select(item => item.Key()).ToHashSet();
        var keys = mesh.Applied.SelectMany(record => record.Manifests).Select(item => item.Key())
            .Where(key => !wanted.Contains(key)).Distinct();
        var live = await Task.WhenAll(keys.Select(key => cluster.GetAsync(key, cancellationToken)));
        return live.OfType<JsonObject>().Where(item => Ownership.IsPartOf(item, OwnNames.MeshPart))
            .Select(item => PlannedObject.Deletion(ObsoleteStage, item, "no longer asked for"));
    }

    private InventoryRecord? NextRevision(InventoryRecord? latest, List<PlannedObject> objects, MeshTarget target, ManifestSet set)
    {
        if (latest is { Complete: true } && objects.All(item => item.Action == NsmPlanAction.Unchanged))
        {
            return null;
        }

        return new InventoryRecord
        {
            // What was interrupted is completed under its own number.
            Revision = latest is null ? 1 : target.Completes(latest) ? latest.Revision : latest.Revision + 1,
            Options = target.Options,
            AppliedAt = cluster.Now,
            Complete = false,
            Operation = target.Verb,
            RestoredFrom = target.RestoredFrom,
            Stages = [.. set.Stages.SelectMany(stage => stage.Objects, (stage, _) => stage.Name)],
            Manifests = [.. set.Objects.Select(Inventory.Redact)],
        };
    }

    private void RefuseOtherInstallation(string? installed, InventoryRecord? latest, NsmMeshOptions options)
    {
        if (installed is not null && installed != options.Namespace)
        {
            throw cluster.Error(NsmErrors.MeshConflict, $"NSM is installed in namespace '{installed}' already.", installed);
        }

        if (latest is { Complete: true } && installed is not null && latest.Options.ForwardingPlane != options.ForwardingPlane)
        {
            throw cluster.Error(NsmErrors.MeshConflict,
                $"NSM is installed with forwarding plane '{latest.Options.ForwardingPlane}'; another plane of the same node would take the "
                    + "wires away.", latest.Options.ForwardingPlane, "Uninstall the mesh first, then install it with the other plane.");
        }
    }
}
