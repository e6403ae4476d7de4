using System.Text.Json.Nodes;
using NsmPS.Apply;
using NsmPS.Cluster;
using NsmPS.Lifecycle.Generations;
using NsmPS.Manifests;

namespace NsmPS.Lifecycle;

/// <summary>Plans an installation.</summary>
internal sealed class MeshPlanner(ClusterClient client, Catalog catalog)
{
    private const string InventoryStage = "inventory";
    private const string ObsoleteStage = "obsolete";

    public async Task<LifecyclePlan> PlanAsync(NsmMeshOptions options, bool force, CancellationToken cancellationToken)
    {
        var renderer = new MeshRenderer(catalog, options);
        var @namespace = renderer.Namespace;
        var installed = new MeshLocator(client).FindNamespaceAsync(cancellationToken);
        var generation = new GenerationGuard(client).CheckAsync(renderer, force, cancellationToken);
        var certificate = renderer.Generation.UsesSpire ? Task.FromResult<WebhookCertificate?>(null) : CertificateAsync(@namespace, cancellationToken);
        var inventory = new Inventory(client).ReadLatestAsync(@namespace, cancellationToken);
        await Task.WhenAll(installed, generation, certificate, inventory);
        RefuseOtherInstallation(await installed, await inventory, renderer);

        var set = renderer.Render(await certificate);
        var objects = (await new Planner(client).PlanAsync(set, new PlanPolicy(force, ReplaceWorkloads: false), cancellationToken)).ToList();
        objects.AddRange(await FindObsoleteAsync(await inventory, set, cancellationToken));
        var revision = NextRevision(await inventory, objects, renderer.Options, set);
        if (revision is not null)
        {
            var action = revision.Revision == (await inventory)?.Revision ? NsmPlanAction.Update : NsmPlanAction.Create;
            objects.Add(new PlannedObject(InventoryStage, action, Inventory.ToSecret(revision), null, ServerValidated: false, "the record of this installation"));
        }

        return new LifecyclePlan
        {
            Summary = new NsmPlan
            {
                Operation = $"Install NSM {renderer.Release.Version} ({renderer.Options.ForwardingPlane}, images {renderer.Options.ImageTag}) in {@namespace}",
                Cluster = client.Name,
                Items = [.. objects.Select(item => item.ToItem())],
                Mesh = renderer.Options,
                MadeAt = client.Time.GetUtcNow(),
            },
            Objects = objects,
            Namespace = @namespace,
            Generation = renderer.Generation,
            Revision = revision,
        };
    }

    private async Task<WebhookCertificate?> CertificateAsync(string @namespace, CancellationToken cancellationToken)
    {
        var secret = await client.GetAsync(new ObjectKey("v1", "Secret", @namespace, KubeNames.WebhookSecret), cancellationToken);
        return WebhookCertificate.Reuse(secret, @namespace, client.Time) ?? WebhookCertificate.Create(@namespace, client.Time);
    }

    /// <summary>What the latest revision applied and this one does not, for example a component that is no longer asked for.</summary>
    private async Task<IEnumerable<PlannedObject>> FindObsoleteAsync(InventoryRecord? latest, ManifestSet set, CancellationToken cancellationToken)
    {
        var wanted = set.Objects.Select(item => item.Key()).ToHashSet();
        var live = await Task.WhenAll((latest?.Manifests ?? []).Select(item => item.Key()).Where(key => !wanted.Contains(key)).Select(key => client.GetAsync(key, cancellationToken)));
        return live.OfType<JsonObject>().Where(item => Ownership.IsPartOf(item, KubeNames.MeshPart))
            .Select(item => new PlannedObject(ObsoleteStage, NsmPlanAction.Delete, item, item, ServerValidated: true, "no longer asked for"));
    }

    private InventoryRecord? NextRevision(InventoryRecord? latest, List<PlannedObject> objects, NsmMeshOptions options, ManifestSet set)
    {
        if (latest is { Complete: true } && objects.All(item => item.Action == NsmPlanAction.Unchanged))
        {
            return null;
        }

        return new InventoryRecord
        {
            // An interrupted installation is completed under its own number.
            Revision = latest is null ? 1 : latest.Complete ? latest.Revision + 1 : latest.Revision,
            Options = options,
            AppliedAt = client.Time.GetUtcNow(),
            Complete = false,
            Manifests = [.. set.Objects.Select(Inventory.Redact)],
        };
    }

    private void RefuseOtherInstallation(string? installed, InventoryRecord? inventory, MeshRenderer renderer)
    {
        if (installed is not null && installed != renderer.Namespace)
        {
            throw new NsmException(NsmErrors.MeshConflict, $"NSM is installed in namespace '{installed}' already.", installed) { Cluster = client.Name };
        }

        if (inventory is { Complete: true } && installed is not null && inventory.Options.ForwardingPlane != renderer.Options.ForwardingPlane)
        {
            throw new NsmException(NsmErrors.MeshConflict,
                $"NSM is installed with forwarding plane '{inventory.Options.ForwardingPlane}'; another plane of the same node would take the wires away.", inventory.Options.ForwardingPlane)
            {
                Cluster = client.Name,
                Remedy = "Uninstall the mesh first, then install it with the other plane.",
            };
        }
    }
}
