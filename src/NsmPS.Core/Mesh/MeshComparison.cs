using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Apply;
using NsmPS.Mesh.History;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Mesh;

/// <summary>Compares the cluster with what the latest revision applied. Changes nothing.</summary>
public sealed class MeshComparison(MeshCluster cluster)
{
    /// <summary>Where the cluster differs from what the latest revision applied. It asks the server for dry runs, so it needs the right to
    /// apply.</summary>
    /// <exception cref="NsmException">MeshNotInstalled, ObjectNotOwned or RevisionNotFound.</exception>
    public async Task<IReadOnlyList<NsmMeshDrift>> CompareAsync(string? @namespace, CancellationToken cancellationToken)
    {
        var (_, latest) = await new MeshRecords(cluster).RequireLatestAsync(@namespace, cancellationToken);
        return [.. (await FindDriftAsync(latest, cancellationToken)).SelectMany(item => item.Describe(cluster.Name, latest.Revision))];
    }

    /// <summary>The objects that differ, in the order they were applied.</summary>
    internal async Task<IReadOnlyList<ObjectDrift>> FindDriftAsync(InventoryRecord latest, CancellationToken cancellationToken)
    {
        var fingerprint = latest.Manifests.Select(WebhookCertificate.BoundTo).FirstOrDefault(bound => bound is not null);
        var found = await Task.WhenAll(latest.Manifests.Select(manifest => CompareAsync(manifest, fingerprint, cancellationToken)));
        return [.. found.OfType<ObjectDrift>()];
    }

    private async Task<ObjectDrift?> CompareAsync(JsonObject recorded, string? fingerprint, CancellationToken cancellationToken)
    {
        var live = await cluster.GetAsync(recorded.Key(), cancellationToken);
        if (live is null || live.IsTerminating())
        {
            return new ObjectDrift(recorded, null, []);
        }

        // A namespace that was there before is used and never changed.
        if (recorded.Kind() == KnownTypes.Namespaces.Kind && !Ownership.IsOurs(live))
        {
            return null;
        }

        var manifest = recorded.Clone();
        if (MaskedText.IsSecret(manifest))
        {
            RecordedManifests.TakeData(manifest, live);
        }

        var fields = FieldComparison.Between(manifest, await DryRunAsync(manifest, cancellationToken), live)
            .Concat(Certificate(live, fingerprint)).ToArray();
        return fields.Length > 0 ? new ObjectDrift(manifest, live, fields) : null;
    }

    /// <summary>What applying again would make of it. Where the server refuses that, for example because
    /// of a field that cannot be changed back, the manifest itself.</summary>
    private Task<JsonObject> DryRunAsync(JsonObject manifest, CancellationToken cancellationToken) =>
        cluster.Client.ApplyAsync(manifest, force: true, dryRun: true, cancellationToken)
            .OrIfAsync(failure => failure.Error == NsmErrors.ApiRequestFailed, _ => manifest);

    /// <summary>The inventory has no secrets, but the webhook's workload names the certificate that belongs to it.</summary>
    private static IEnumerable<FieldDifference> Certificate(JsonObject live, string? fingerprint) =>
        live.Kind() == KnownTypes.Secrets.Kind && live.Name() == NsmNames.WebhookSecret && fingerprint is not null
            && WebhookCertificate.FingerprintOf(live) != fingerprint
            ? [new FieldDifference("data", NsmDriftKind.Changed, MaskedText.Mask, live["data"] is null ? null : MaskedText.Mask)]
            : [];
}
