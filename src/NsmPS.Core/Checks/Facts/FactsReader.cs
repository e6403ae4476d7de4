using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Reading;
using NsmPS.Mesh;
using NsmPS.Mesh.Installation;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Checks.Facts;

/// <summary>Reads all facts that the chosen checks need: each fact once, and in parallel where possible.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="unread">What is left out of pods and nodes; null where plans are made of them.</param>
internal sealed class FactsReader(MeshCluster cluster, PartFilter? unread = null)
{
    public async Task<CheckFacts> ReadAsync(IReadOnlyCollection<ResourceType> types, CheckProbes probes,
        CancellationToken cancellationToken)
    {
        var home = cluster.FindMeshAsync(cancellationToken);

        // Only the webhook's Secret is read.
        var lists = types.Where(type => type != KnownTypes.Secrets)
            .Select(type => ListAsync(type, cancellationToken).OrIfDeniedAsync(why => (type, [], why))).ToArray();
        await Task.WhenAll([home, .. lists]);
        var read = await Task.WhenAll(lists);
        var generation = (await home)?.Generation ?? Generation.V02;
        var facts = new CheckFacts
        {
            Cluster = cluster.Name,
            Now = cluster.Now,
            Namespace = (await home)?.Namespace,
            Generation = generation,
            Objects = read.Where(entry => entry.Refusal is null).ToDictionary(entry => entry.Type, entry => entry.Items),
            Unread = read.Where(entry => entry.Refusal is not null).ToDictionary(entry => entry.Type, entry => entry.Refusal!),
            Samples = [.. cluster.Catalog.KnownSamples.Where(sample => sample.Generation == generation)],
        };
        return await ProbeAsync(facts, probes, cancellationToken);
    }

    private async Task<CheckFacts> ProbeAsync(CheckFacts facts, CheckProbes probes, CancellationToken cancellationToken)
    {
        var inMesh = facts.Namespace is not null;
        var injection = inMesh && probes.HasFlag(CheckProbes.Injection)
            ? InjectionProof.TryAsync(cluster.Client, facts.Rules.Probe(facts.Namespace!), cancellationToken)
            : null;
        var refusal = probes.HasFlag(CheckProbes.BarePod) ? AdmissionProbe.TryAsync(cluster.Client, cancellationToken) : null;
        var bundle = inMesh && facts.Generation.UsesSpire && probes.HasFlag(CheckProbes.Certificate)
            ? ReadBundleAsync(cancellationToken).OrIfDeniedAsync(_ => null)
            : null;
        var secret = inMesh && !facts.Generation.UsesSpire && probes.HasFlag(CheckProbes.Certificate)
            ? ReadSecretAsync(facts.Namespace!, cancellationToken).OrIfDeniedAsync(why => (null, why))
            : null;
        var links = probes.HasFlag(CheckProbes.Links) && !facts.Generation.Heals
            ? new LinkReader(cluster.Client).ReadAsync(facts, cancellationToken)
            : null;
        var wires = inMesh && probes.HasFlag(CheckProbes.Wires)
            ? new WireReader(cluster).ReadAsync(facts, cancellationToken)
            : null;
        var logs = probes.HasFlag(CheckProbes.Logs) ? new LogReader(cluster.Client).ReadAsync(facts, cancellationToken) : null;
        var drift = inMesh && probes.HasFlag(CheckProbes.Drift)
            ? CompareAsync(facts.Namespace!, cancellationToken).OrIfDeniedAsync(_ => null)
            : null;
        await Task.WhenAll(((Task?[])[injection, refusal, bundle, secret, links, wires, logs, drift]).OfType<Task>());
        var (pair, denied) = secret is null ? (null, null) : await secret;
        return facts with
        {
            Unread = denied is null ? facts.Unread : new Dictionary<ResourceType, string>(facts.Unread) { [KnownTypes.Secrets] = denied },
            Injection = injection is null ? null : await injection,
            PodRefusal = refusal is null ? null : await refusal,
            CertificateSecret = pair,
            SpireBundle = bundle is null ? null : await bundle,
            Links = links is null ? [] : await links,
            Wires = wires is null ? null : await wires,
            Logs = logs is null ? facts.Logs : await logs,
            Drift = drift is null ? null : await drift,
        };
    }

    /// <summary>What differs from the newest revision; null where there is none, or the user may not try.</summary>
    private async Task<IReadOnlyList<ObjectDrift>?> CompareAsync(string @namespace, CancellationToken cancellationToken) =>
        (await cluster.ReadRecordAsync(@namespace, cancellationToken)).Latest is { } latest
            ? await new MeshComparison(cluster).FindDriftAsync(latest, cancellationToken)
            : null;

    /// <summary>Where SPIRE's server writes its bundle; another SPIRE than NSM's own may have another place for it.</summary>
    private async Task<string?> ReadBundleAsync(CancellationToken cancellationToken) =>
        (await cluster.GetAsync(KnownTypes.ConfigMaps.Key(SpireNames.Namespace, SpireTypes.BundleMap), cancellationToken))
            .Text("data", SpireTypes.BundleKey);

    private async Task<(JsonObject? Secret, string? Refusal)> ReadSecretAsync(string @namespace, CancellationToken cancellationToken) =>
        (await cluster.GetAsync(WebhookCertificate.SecretKey(@namespace), cancellationToken), null);

    /// <summary>A list, or why it is refused. A kind that the user may not list must not stop the checks that do not need it.</summary>
    private async Task<(ResourceType Type, IReadOnlyList<JsonObject> Items, string? Refusal)> ListAsync(ResourceType type,
        CancellationToken cancellationToken)
    {
        var filter = type == KnownTypes.Events ? new ListFilter(FieldSelector: "type=Warning") : ListFilter.All;
        var parts = type == KnownTypes.Pods || type == KnownTypes.Nodes ? unread : null;
        return (type, await cluster.Client.ListAsync(type, filter, parts, cancellationToken), null);
    }
}
