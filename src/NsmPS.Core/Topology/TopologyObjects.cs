using System.Collections.Immutable;
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

    /// <summary>What is read of a cluster for them.</summary>
    public static ImmutableArray<ResourceType> Types { get; } =
    [
        KnownTypes.Nodes, KnownTypes.Pods, KnownTypes.Deployments, .. Generation.All.Select(generation => generation.NetworkServices),
        .. Generation.All.Select(generation => generation.Endpoints),
    ];

    /// <summary>Lists them in all namespaces and of all generations: NSM keeps its
    /// objects in one namespace, and clients may be in any.</summary>
    public static async Task<TopologyObjects> ReadAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(Types.Select(type => client.ListAsync(type, ListFilter.All,
            type == KnownTypes.Deployments ? null : UnreadParts.OfWires, cancellationToken)));
        return From(type => lists[Types.IndexOf(type)]);
    }

    /// <summary>Puts them together from all objects of each type.</summary>
    public static TopologyObjects From(Func<ResourceType, IEnumerable<JsonObject>> of) => new(
        [.. of(KnownTypes.Nodes)], [.. of(KnownTypes.Pods)], [.. of(KnownTypes.Deployments)],
        [.. Generation.All.SelectMany(generation => of(generation.NetworkServices))
            .Where(service => service.Name() != NsmNames.ForwarderV1Service)],
        [.. Generation.All.SelectMany(generation => of(generation.Endpoints))]);
}
