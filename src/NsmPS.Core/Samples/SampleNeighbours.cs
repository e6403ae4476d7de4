using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Catalogue;
using NsmPS.Operations;

namespace NsmPS.Samples;

/// <summary>Says which samples lose wires with another one: NSM connects a client with any endpoint
/// of its network service, whichever sample the endpoint is of.</summary>
internal sealed class SampleNeighbours(MeshCluster cluster)
{
    /// <summary>One remark for each sample beside those that leave.</summary>
    /// <param name="sample">What is removed, in all its variants.</param>
    /// <param name="leaving">What of it is on the cluster.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task<IReadOnlyList<string>> DescribeAsync(IReadOnlyList<SampleApp> sample, IReadOnlyCollection<PlannedObject> leaving,
        CancellationToken cancellationToken)
    {
        var homes = leaving.Where(item => item.Stage == StageNames.Endpoints && item.Key.Kind == KnownTypes.Deployments.Kind)
            .Select(item => item.Key.Namespace).ToHashSet(StringComparer.Ordinal);
        var others = homes.Count == 0
            ? []
            : cluster.Catalog.SampleApps.Select(info => info.Name).Distinct(StringComparer.Ordinal).SelectMany(cluster.Catalog.Samples)
            .Where(other =>
                sample.Any(own => own.Info.Name != other.Info.Name && own.Info.NetworkService == other.Info.NetworkService
                    && own.Generation == other.Generation)).ToArray();
        var there = await Task.WhenAll(others.Select(async other => (
            Other: other,
            Clients: await cluster.Client.ListAsync(KnownTypes.Deployments,
                new ListFilter(LabelSelector: Ownership.SelectorOf(other.Info.Name)), cancellationToken))));
        return
        [
            .. there.Where(entry =>
                entry.Clients.Any(item => item.Name() == entry.Other.File.Client.Deployment && homes.Contains(item.Namespace())))
                .Select(entry =>
                    $"Sample {entry.Other.Info.Name} has clients of the same network service '{entry.Other.Info.NetworkService}'; those "
                        + "that NSM connected with an endpoint of this sample lose their wire. Repair-NsmMesh brings it back afterwards."),
        ];
    }
}
