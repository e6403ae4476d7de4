using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;

namespace NsmPS.Topology;

/// <summary>The cluster's objects that wires are about.</summary>
internal sealed record TopologyObjects(
    IReadOnlyList<JsonObject> Nodes,
    IReadOnlyList<JsonObject> Pods,
    IReadOnlyList<JsonObject> Deployments,
    IReadOnlyList<JsonObject> Services,
    IReadOnlyList<JsonObject> Endpoints)
{
    /// <summary>The network service of a name that is no part of NSM itself; null when there is none.</summary>
    public JsonObject? Service(string name) => Services.FirstOrDefault(service => service.Name() == name);

    /// <summary>Lists them in all namespaces and of all generations: NSM keeps its objects in one namespace, and clients may be in any.</summary>
    public static async Task<TopologyObjects> ReadAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        ResourceType[] types =
        [
            KnownTypes.Nodes, KnownTypes.Pods, KnownTypes.Deployments, .. Generation.All.Select(generation => generation.NetworkServices), .. Generation.All.Select(generation => generation.Endpoints),
        ];
        var lists = await Task.WhenAll(types.Select(type => client.ListAsync(type, ListFilter.All, cancellationToken)));
        var (services, endpoints) = (lists.Skip(3).Take(Generation.All.Length), lists.Skip(3 + Generation.All.Length));
        return new TopologyObjects(lists[0], lists[1], lists[2], [.. services.SelectMany(list => list).Where(service => service.Name() != NsmNames.ForwarderV1Service)], [.. endpoints.SelectMany(list => list)]);
    }
}
