using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Topology.Ends;
using NsmPS.Topology.Managers;

namespace NsmPS.Topology;

/// <summary>Everything that was read of a cluster, at one moment.</summary>
internal sealed record TopologyView
{
    public required string Cluster { get; init; }
    public required TopologyObjects Objects { get; init; }
    public required IReadOnlyList<ClientPod> Clients { get; init; }
    public required IReadOnlyList<EndpointPod> EndpointPods { get; init; }
    public required IReadOnlyDictionary<string, (PodLinks? Links, string Problem)> Links { get; init; }
    public required ManagerAnswers Answers { get; init; }
    public required IReadOnlyList<ManagedWire> ManagedWires { get; init; }

    /// <summary>The registry's endpoints, each with its pod.</summary>
    public IReadOnlyList<NsmEndpoint> Endpoints { get; init; } = [];

    /// <summary>What a pod showed, or why it could not be read.</summary>
    public (PodLinks? Links, string Problem) LinksOf(JsonObject pod) => Links.TryGetValue(pod.Key().ToString(), out var read)
        ? read
        : (null, "the pod was not read");
}
