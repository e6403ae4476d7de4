using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Catalogue;
using NsmPS.Operations;

namespace NsmPS.Samples;

/// <summary>Where a sample application is, and which variant of it: in NSM v0.2 it is
/// where the mesh is, in NSM v1 in a namespace of its own.</summary>
internal sealed record LocatedSample(SampleApp Sample, string Namespace);

/// <summary>Finds sample applications on a cluster.</summary>
internal sealed class SampleLocator(MeshCluster cluster)
{
    /// <summary>Where a sample is, or would be.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="namespace">The namespace to look in; null for wherever it is.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>Null when no namespace is given and there is no mesh.</returns>
    /// <exception cref="NsmException">SampleUnknown.</exception>
    public async Task<LocatedSample?> FindAsync(string name, string? @namespace, CancellationToken cancellationToken)
    {
        var mesh = await cluster.FindMeshAsync(cancellationToken);
        var sample = cluster.Catalog.Sample(name, mesh?.Generation);
        var home = @namespace
            ?? (sample.File.Namespace is { } own ? await FindNamespaceAsync(sample, cancellationToken) ?? own : mesh?.Namespace);
        return home is null ? null : new LocatedSample(sample, home);
    }

    private async Task<string?> FindNamespaceAsync(SampleApp sample, CancellationToken cancellationToken)
    {
        var deployments = await cluster.Client.ListAsync(KnownTypes.Deployments,
            new ListFilter(LabelSelector: Ownership.SelectorOf(sample.Info.Name)), cancellationToken);
        return deployments.Select(item => item.Namespace()).FirstOrDefault();
    }
}
