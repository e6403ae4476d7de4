using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Scheduling;

/// <summary>What the pods of each node take, counted once and not again for every pod that waits.</summary>
internal sealed class NodeLoads
{
    private readonly Dictionary<string, NodeLoad> _nodes = new(StringComparer.Ordinal);

    /// <param name="pods">All pods, of which those count that have a node and have not ended.</param>
    public NodeLoads(IEnumerable<JsonObject> pods)
    {
        foreach (var pod in pods)
        {
            Add(pod);
        }
    }

    public NodeLoad Of(string node)
    {
        if (!_nodes.TryGetValue(node, out var load))
        {
            _nodes[node] = load = new NodeLoad();
        }

        return load;
    }

    public void Add(JsonObject pod)
    {
        if (pod.Node() is { } node && !SchedulingRules.HasEnded(pod))
        {
            Of(node).Add(pod);
        }
    }
}

/// <summary>What the pods of one node take.</summary>
internal sealed class NodeLoad
{
    private readonly Dictionary<string, long> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _controllers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Space, string? Labels, string? Rules), JsonObject> _examples = [];

    private readonly List<JsonObject> _choosy = [];

    private readonly Dictionary<string, long?> _allocatable = new(StringComparer.Ordinal);

    public int Pods { get; private set; }

    /// <summary>One pod for all that have the same namespace, labels and rules of distance.</summary>
    public IReadOnlyCollection<JsonObject> Examples => _examples.Values;

    /// <summary>Those of them that have rules of distance.</summary>
    public IReadOnlyCollection<JsonObject> Choosy => _choosy;

    /// <summary>How much of a resource is taken, in thousandths of its unit.</summary>
    public long Used(string resource) => _used.GetValueOrDefault(resource);

    /// <summary>How much of a resource the node has for pods, in thousandths of its unit; null where it does not say. Read once for all
    /// pods.</summary>
    public long? Allocatable(JsonObject node, string resource)
    {
        if (!_allocatable.TryGetValue(resource, out var amount))
        {
            _allocatable[resource] = amount = PodResources.Thousandths(node.Text("status", "allocatable", resource));
        }

        return amount;
    }

    /// <summary>How many pods a controller has here.</summary>
    public int SiblingsOf(string? controller) => controller is null ? 0 : _controllers.GetValueOrDefault(controller);

    public void Add(JsonObject pod)
    {
        Pods++;
        foreach (var (resource, amount) in PodResources.Requests(pod))
        {
            _used[resource] = Used(resource) + amount;
        }

        if (pod.ControllerUid() is { } controller)
        {
            _controllers[controller] = SiblingsOf(controller) + 1;
        }

        var rules = pod.At("spec", "affinity", "podAntiAffinity");
        if (_examples.TryAdd((pod.Space(), pod.At("metadata", "labels")?.ToJsonString(), rules?.ToJsonString()), pod) && rules is not null)
        {
            _choosy.Add(pod);
        }
    }
}
