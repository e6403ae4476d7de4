using NsmPS.Checks.Facts;
using NsmPS.Checks.Prerequisites;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Checks;

/// <summary>Checks whether a release can be installed on a cluster. Changes nothing.</summary>
public sealed class PrerequisiteTester(MeshCluster cluster)
{
    /// <summary>Runs the checks for one installation.</summary>
    /// <exception cref="NsmException">An option breaks a rule, or the cluster cannot be read.</exception>
    public async Task<IReadOnlyList<NsmCheckResult>> TestAsync(NsmMeshOptions options, CancellationToken cancellationToken)
    {
        var renderer = new MeshRenderer(cluster.Catalog, options);
        var set = renderer.Render(renderer.Generation.UsesSpire ? null : WebhookCertificate.Create(renderer.Namespace, cluster.Time));
        var version = cluster.Client.FindServerVersionAsync(cancellationToken);
        var reviews = new AccessReviewer(cluster.Client).ReviewAsync(set, renderer.Namespace, cancellationToken);
        await Task.WhenAll(version, reviews);
        var (asked, denied) = await reviews;
        Check[] checks =
            [.. new PrerequisiteChecks(new PrerequisiteFacts(renderer.Release, renderer.Generation, renderer.Namespace, set, await version,
                asked, renderer.Options.KubeletPath ?? PodSettings.UsualKubelet, denied)).All];
        var (types, probes) = CheckList.Wanted(checks, ping: false);
        var facts = await new FactsReader(cluster, UnreadParts.OfChecks).ReadAsync(types, probes, cancellationToken);
        return [.. checks.SelectMany(check => check.Run(facts))];
    }
}
