using System.Text.Json.Nodes;
using NsmPS.Cluster;
using NsmPS.Manifests;

namespace NsmPS.Topology;

/// <summary>The cluster's objects that wires are about.</summary>
internal sealed record TopologyObjects(
    IReadOnlyList<JsonObject> Nodes,
    IReadOnlyList<JsonObject> Pods,
    IReadOnlyList<JsonObject> Deployments,
    IReadOnlyList<JsonObject> Services,
    IReadOnlyList<JsonObject> Endpoints)
{
    /// <summary>Lists them in all namespaces: NSM keeps its objects in one, and clients may be in any.</summary>
    public static async Task<TopologyObjects> ReadAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        ResourceType[] types = [KnownTypes.Nodes, KnownTypes.Pods, KnownTypes.Deployments, NsmTypes.NetworkServices, NsmTypes.Endpoints];
        var lists = await Task.WhenAll(types.Select(type => client.ListAsync(type, ListFilter.All, cancellationToken)));
        return new TopologyObjects(lists[0], lists[1], lists[2], lists[3], lists[4]);
    }
}
