using NsmPS.Checks.Facts;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Checks;

/// <summary>Checks a mesh and the cluster under it. Changes nothing.</summary>
public sealed class MeshTester(MeshCluster cluster)
{
    /// <summary>Runs checks over one snapshot of the cluster.</summary>
    /// <returns>The rows; a check has at least one.</returns>
    /// <exception cref="NsmException">The cluster cannot be read, or the mesh is in another namespace than the one named.</exception>
    public async Task<IReadOnlyList<NsmCheckResult>> TestAsync(NsmCheckOptions options, CancellationToken cancellationToken)
    {
        var inside = OptionRules.Namespace(options.Namespace);
        var checks = CheckList.Choose(options.Categories, !options.SkipPing);
        var (types, probes) = CheckList.Wanted(checks, !options.SkipPing);
        var facts = await new FactsReader(cluster, UnreadParts.OfChecks).ReadAsync(types, probes, cancellationToken);
        return inside is null || facts.Namespace is not { } home || home == inside
            ? [.. checks.Where(check => check.IsAskedOf(facts.Generation)).SelectMany(check => check.Run(facts))]
            : throw cluster.NotInside(facts.Namespace, inside);
    }
}
