using System.Text.Json.Nodes;
using NsmPS.Apply;
using NsmPS.Cluster;
using NsmPS.Manifests;

namespace NsmPS.Lifecycle;

/// <summary>Plans an installation.</summary>
internal sealed class MeshPlanner(ClusterClient client, Catalog catalog)
{
    private const string InventoryStage = "inventory";
    private const string ObsoleteStage = "obsolete";

    /// <summary>Plans an installation of options.</summary>
    public Task<LifecyclePlan> PlanAsync(NsmMeshOptions options, bool force, CancellationToken cancellationToken)
    {
        var renderer = new MeshRenderer(catalog, options);
        return PlanAsync(MeshTarget.Of(renderer, MeshTarget.Install, $"Install NSM {renderer.Release.Version}"), new PlanPolicy(force, ReplaceWorkloads: false), cancellationToken);
    }

    /// <summary>Plans what brings the mesh to a target.</summary>
    public async Task<LifecyclePlan> PlanAsync(MeshTarget target, PlanPolicy policy, CancellationToken cancellationToken)
    {
        var @namespace = target.Namespace;
        var installed = new MeshLocator(client).FindNamespaceAsync(cancellationToken);
        var generation = RefuseOtherGenerationAsync(cancellationToken);
        var secret = client.GetAsync(WebhookCertificate.SecretKey(@namespace), cancellationToken);
        var inventory = new Inventory(client).ReadAsync(@namespace, cancellationToken);
        await Task.WhenAll(installed, generation, secret, inventory);
        var mesh = new RecordedMesh(@namespace, await inventory);
        RefuseOtherInstallation(await installed, mesh.Latest, target.Options);

        var certificate = (target.RenewCertificate ? null : WebhookCertificate.Reuse(await secret, @namespace, client.Time)) ?? WebhookCertificate.Create(@namespace, client.Time);
        var set = target.Render(certificate);
        var objects = (await new Planner(client).PlanAsync(set, policy, cancellationToken)).ToList();
        objects.AddRange(await FindObsoleteAsync(mesh, set, cancellationToken));
        var revision = NextRevision(mesh.Latest, objects, target, set);
        if (revision is not null)
        {
            var action = revision.Revision == mesh.Latest?.Revision ? NsmPlanAction.Update : NsmPlanAction.Create;
            objects.Add(new PlannedObject(InventoryStage, action, Inventory.ToSecret(revision), null, ServerValidated: false, $"the record of this {target.Verb.ToLowerInvariant()}"));
        }

        return new LifecyclePlan
        {
            Summary = new NsmPlan
            {
                Operation = target.Operation,
                Cluster = client.Name,
                Items = [.. objects.Select(item => item.ToItem())],
                Mesh = target.Options,
                Revision = target.RestoredFrom,
                RenewsCertificate = target.RenewCertificate,
                MadeAt = client.Time.GetUtcNow(),
            },
            Objects = objects,
            Namespace = @namespace,
            Revision = revision,
            Before = target.Before,
        };
    }

    /// <summary>What the revisions applied that are on the cluster and this one does not, for example a component that is no longer asked for.</summary>
    private async Task<IEnumerable<PlannedObject>> FindObsoleteAsync(RecordedMesh mesh, ManifestSet set, CancellationToken cancellationToken)
    {
        var wanted = set.Objects.Select(item => item.Key()).ToHashSet();
        var keys = mesh.Applied.SelectMany(record => record.Manifests).Select(item => item.Key()).Where(key => !wanted.Contains(key)).Distinct();
        var live = await Task.WhenAll(keys.Select(key => client.GetAsync(key, cancellationToken)));
        return live.OfType<JsonObject>().Where(item => Ownership.IsPartOf(item, KubeNames.MeshPart))
            .Select(item => new PlannedObject(ObsoleteStage, NsmPlanAction.Delete, item, item, ServerValidated: true, "no longer asked for"));
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
            AppliedAt = client.Time.GetUtcNow(),
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
            throw new NsmException(NsmErrors.MeshConflict, $"NSM is installed in namespace '{installed}' already.", installed) { Cluster = client.Name };
        }

        if (latest is { Complete: true } && installed is not null && latest.Options.ForwardingPlane != options.ForwardingPlane)
        {
            throw new NsmException(NsmErrors.MeshConflict,
                $"NSM is installed with forwarding plane '{latest.Options.ForwardingPlane}'; another plane of the same node would take the wires away.", latest.Options.ForwardingPlane)
            {
                Cluster = client.Name,
                Remedy = "Uninstall the mesh first, then install it with the other plane.",
            };
        }
    }

    /// <summary>v0.2 and v1 share the names of their definitions, with incompatible content.</summary>
    private async Task RefuseOtherGenerationAsync(CancellationToken cancellationToken)
    {
        var key = new ObjectKey(KnownTypes.CustomResourceDefinitions.ApiVersion, KnownTypes.CustomResourceDefinitions.Kind, null, NsmTypes.DefinitionName(NsmTypes.NetworkServices));
        var definition = await client.GetAsync(key, cancellationToken);
        if (definition is not null && definition.Items("spec", "versions").Any(version => version.Text("name") == "v1"))
        {
            throw new NsmException(NsmErrors.MeshConflict, $"{key} belongs to NSM v1, which cannot share a cluster with v0.2.", key.ToString()) { Cluster = client.Name };
        }
    }
}
