using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;
using NsmPS.Operations;
using NsmPS.Topology;

namespace NsmPS.Watching.Healing;

/// <summary>Finds the pods whose end is a disturbance, and deletes them.</summary>
public sealed class Disturber
{
    private readonly MeshCluster _cluster;
    private readonly IReadOnlyList<JsonObject> _pods;

    private Disturber(MeshCluster cluster, IReadOnlyList<JsonObject> pods) => (_cluster, _pods) = (cluster, pods);

    /// <summary>What is done, in words.</summary>
    public string Description => $"Deleting {string.Join(", ", _pods.Select(pod => pod.Key().ToString()))}";

    /// <summary>Finds the pods; changes nothing.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="disturbance">What is to be disturbed.</param>
    /// <param name="node">On which node; null for the one that most wires touch. It means nothing for webhook and registry.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NsmException">MeshNotInstalled; OptionInvalid when there is no such pod.</exception>
    public static async Task<Disturber> FindAsync(MeshCluster cluster, NsmDisturbance disturbance, string? node,
        CancellationToken cancellationToken)
    {
        var mesh = await cluster.FindMeshAsync(cancellationToken) ?? throw cluster.NotInstalled();
        var view = await new TopologyReader(cluster, managers: null)
            .ViewAsync(new TopologyOptions { AskManagers = false }, cancellationToken);
        var wires = new WireMerge(view).Merge();
        var place = node ?? wires.SelectMany(wire => new[] { wire.ClientNode, wire.EndpointNode }.Distinct()).Where(name => name.Length > 0)
            .GroupBy(name => name).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Key).FirstOrDefault() ?? "";
        var endpoints = view.EndpointPods.Select(item => item.Pod).Where(pod => node is null || pod.NodeName() == node)
            .OrderByDescending(pod => wires.Count(wire => wire.Endpoint == pod.Name())).ToArray();
        JsonObject[] home = [.. view.Objects.Pods.Where(pod => pod.Namespace() == mesh.Namespace && !pod.IsTerminating())];
        JsonObject[] found = disturbance switch
        {
            NsmDisturbance.ForwarderPod => [.. home.Where(pod => pod.NodeName() == place && IsForwarder(pod, mesh.Generation))],
            NsmDisturbance.ManagerPod => [.. home.Where(pod => pod.NodeName() == place && IsManager(pod))],
            NsmDisturbance.EndpointPod => [.. endpoints.Take(1)],
            NsmDisturbance.Node => [.. home.Where(pod => pod.NodeName() == place && (IsManager(pod) || IsForwarder(pod, mesh.Generation))),
                .. endpoints.Where(pod => pod.NodeName() == place)],
            NsmDisturbance.Webhook => [.. home.Where(pod => PodOwners.WorkloadOf(pod) == mesh.Generation.WebhookDeployment)],
            _ => [.. home.Where(pod => PodOwners.WorkloadOf(pod) == NsmNames.RegistryV1Deployment)],
        };
        return found.Length > 0 ? new Disturber(cluster, found) : throw cluster.Error(NsmErrors.OptionInvalid,
            disturbance == NsmDisturbance.Registry && !mesh.Generation.UsesSpire
                ? "NSM v0.2 has no pod of its registry: its managers keep it in Kubernetes."
                : $"There is no pod to delete for {disturbance}{(place.Length > 0 ? $" on node {place}" : "")}.", disturbance.ToString());
    }

    /// <summary>Deletes them, all at once, and does not wait until they are gone.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(_pods.Select(pod =>
        _cluster.Client.DeleteAsync(pod.Key(), pod.Uid(), cancellationToken)));

    private static bool IsManager(JsonObject pod) => PodOwners.WorkloadOf(pod) == NsmNames.ManagerDaemonSet;

    private static bool IsForwarder(JsonObject pod, Generation generation) => generation.PlaneOf(PodOwners.WorkloadOf(pod)) is not null;
}
