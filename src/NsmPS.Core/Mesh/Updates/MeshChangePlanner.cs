using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Mesh.History;
using NsmPS.Mesh.Installation;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Mesh.Updates;

/// <summary>Plans changes of an installed mesh: updates, and restorations of earlier revisions.</summary>
public sealed class MeshChangePlanner(MeshCluster cluster)
{
    private readonly MeshRecords _records = new(cluster);

    /// <summary>
    /// Finds out what an update would do. Changes nothing. Before the update changes anything, every node must have pulled the new images;
    /// <see cref="RunOptions.Rollback"/> decides what follows a failure.
    /// </summary>
    /// <param name="namespace">The namespace the mesh must be in; null for wherever it is.</param>
    /// <param name="change">What is to change; the rest stays as the newest complete revision has it.</param>
    /// <param name="force">Whether objects and fields of others are taken over.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="NsmException">UpdateRefused; MeshNotInstalled, ObjectNotOwned; what an installation is refused for.</exception>
    public async Task<LifecyclePlan> PlanUpdateAsync(string? @namespace, MeshChange change, bool force, CancellationToken cancellationToken)
    {
        change.Check(cluster.Catalog);
        var (mesh, latest) = await _records.RequireLatestAsync(@namespace, cancellationToken);
        var present = (mesh.LatestComplete ?? latest).Options;
        var to = cluster.Catalog.Release(change.Version ?? present.Version).Info;
        if (to.Version != present.Version && !to.UpgradesFrom.Contains(present.Version))
        {
            throw cluster.Error(NsmErrors.UpdateRefused, $"NSM {to.Version} is no update of {present.Version}; {Sources(to)}.", to.Version);
        }

        var renderer = new MeshRenderer(cluster.Catalog, change.ApplyTo(present, cluster.Catalog) with { Namespace = mesh.Namespace });
        if (change.RenewCertificate && renderer.Generation.UsesSpire)
        {
            throw cluster.Error(NsmErrors.UpdateRefused, $"SPIRE renews the certificates of NSM {to.Version} by itself; there is "
                + "none to renew.", to.Version);
        }

        var versions = to.Version == present.Version ? to.Version : $"{present.Version} to {to.Version}";
        var target = MeshTarget.Of(renderer, MeshTarget.Update, $"Update NSM {versions}") with
        {
            RenewCertificate = change.RenewCertificate,
            Before = mesh.LatestComplete?.Revision
        };
        return await PlanAsync(target, force, cancellationToken);
    }

    /// <summary>Finds out what bringing an earlier revision back would do, as a new one: with the manifests of its record and the
    /// certificate of the cluster. Changes nothing.</summary>
    /// <param name="namespace">The namespace the mesh must be in; null for wherever it is.</param>
    /// <param name="revision">The revision; null for the complete one before the latest.</param>
    /// <param name="force">Whether objects and fields of others are taken over.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="NsmException">OptionInvalid, RevisionNotFound, MeshNotInstalled or ObjectNotOwned.</exception>
    public async Task<LifecyclePlan> PlanRestoreAsync(string? @namespace, int? revision, bool force, CancellationToken cancellationToken)
    {
        OptionRules.InRange(revision ?? 1, 1, int.MaxValue, "Revision");
        var mesh = await _records.RequireAsync(@namespace, cancellationToken);
        var record = revision is { } number
            ? mesh.Find(number) ?? throw _records.Unknown(mesh, $"NSM has no complete revision {number}")
            : mesh.Previous ?? throw _records.Unknown(mesh, "NSM has no earlier revision that was complete");
        var manifests = await ReadAsync(record, cancellationToken);
        var generation = record.Manifests.Select(Generation.OfManager).OfType<Generation>().FirstOrDefault() ?? Generation.V02;
        var target = new MeshTarget(MeshTarget.Restore, record.Options, generation,
            certificate => certificate is null ? manifests : manifests.With(certificate.Bind))
        {
            Operation = $"Restore revision {record.Revision} of NSM, {record.Options.Version} {MeshTarget.Describe(record.Options)}",
            RestoredFrom = record.Revision,
        };
        return await PlanAsync(target, force, cancellationToken);
    }

    /// <summary>The manifests of a revision, with the secrets that the cluster has.</summary>
    private async Task<ManifestSet> ReadAsync(InventoryRecord record, CancellationToken cancellationToken)
    {
        var secrets = await Task.WhenAll(record.Manifests.Where(MaskedText.IsSecret)
            .Select(manifest => cluster.GetAsync(manifest.Key(), cancellationToken)));
        var live = secrets.OfType<JsonObject>().ToDictionary(secret => secret.Key());
        return RecordedManifests.Stages(record).With(manifest =>
        {
            if (live.TryGetValue(manifest.Key(), out var secret))
            {
                RecordedManifests.TakeData(manifest, secret);
            }
        });
    }

    private async Task<LifecyclePlan> PlanAsync(MeshTarget target, bool force, CancellationToken cancellationToken)
    {
        var policy = new PlanPolicy(force, ReplaceWorkloads: false) { Retakes = BlocksPods };
        var plan = await new MeshPlanner(cluster).PlanAsync(target, policy, cancellationToken);
        string[] remarks = [.. Blocking(plan), .. target.Generation.Heals
            ? []
            : await WireImpact.DescribeAsync(cluster.Client, plan.Objects, cancellationToken)];
        return plan.With(remarks) with { Work = WorkAsync };
    }

    private IAsyncEnumerable<LifecycleEvent> WorkAsync(LifecyclePlan plan, RunOptions run, CancellationToken cancellationToken)
    {
        var events = Operation.RunAsync(cluster.Again(), run, (operation, token) => ChangeAsync(plan, operation, token), cancellationToken);
        return run.Rollback ? new UpdateRollback(cluster.Again(), plan, run).FollowAsync(events, cancellationToken) : events;
    }

    private static async Task<LifecycleEvent.Completed> ChangeAsync(LifecyclePlan plan, Operation operation,
        CancellationToken cancellationToken)
    {
        await new ImageCheck(plan, operation).RunAsync(cancellationToken);
        var completed = await new MeshInstaller(plan, operation).RunAsync(cancellationToken);
        return completed.Result is NsmMesh mesh ? completed with { Result = mesh with { Remarks = plan.Summary.Remarks } } : completed;
    }

    /// <summary>While the webhook's own pod is replaced, a configuration with Fail would refuse every new pod of the cluster.</summary>
    private static bool BlocksPods(JsonObject manifest, JsonObject live) =>
        Ownership.IsOurs(live) && WebhookPolicy.Blocks(live) && !WebhookPolicy.Blocks(manifest);

    private static IEnumerable<string> Blocking(LifecyclePlan plan) => plan.Objects.Where(item => item.Retaken)
        .Select(item => $"{item.Key} is set from {WebhookPolicy.Fail} to {WebhookPolicy.Ignore} before anything else: with "
            + $"{WebhookPolicy.Fail}, no pod could be created while the webhook's own pod is replaced.");

    private static string Sources(NsmRelease release) =>
        release.UpgradesFrom.Count == 0 ? "it is the update of none" : $"it is the update of {string.Join(", ", release.UpgradesFrom)}";
}
