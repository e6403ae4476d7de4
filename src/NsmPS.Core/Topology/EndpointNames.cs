using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Topology;

/// <summary>Tells the pods of endpoints by their own names and by those that the registry has for them. Pure.</summary>
internal sealed class EndpointNames
{
    private readonly Dictionary<(string? Namespace, string Pod), string> _registered = [];
    private readonly Dictionary<string, JsonObject> _byPod = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _byName = new(StringComparer.Ordinal);

    public EndpointNames(TopologyView view)
    {
        foreach (var endpoint in view.Endpoints)
        {
            _registered.TryAdd((endpoint.PodNamespace, endpoint.Pod), endpoint.Name);
        }

        foreach (var pod in view.EndpointPods.Select(item => item.Pod))
        {
            _byPod.TryAdd(pod.Name(), pod);
            _byName.TryAdd(Of(pod), pod);
        }
    }

    /// <summary>The name that the registry has for an endpoint's pod; empty where it cannot be told.</summary>
    public string Of(JsonObject pod) => _registered.GetValueOrDefault((pod.Namespace(), pod.Name()), "");

    public JsonObject? Pod(string name) => _byPod.GetValueOrDefault(name);

    /// <summary>The pod that is registered under a name; none for an empty name.</summary>
    public JsonObject? Registered(string name) => name.Length == 0 ? null : _byName.GetValueOrDefault(name);
}
