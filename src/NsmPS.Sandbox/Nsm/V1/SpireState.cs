using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Nsm.V1;

/// <summary>What SPIRE's server and agents know.</summary>
internal sealed class SpireState(IObjectStore store)
{
    private readonly ConcurrentDictionary<string, string> _agents = new();
    private volatile string? _server;

    /// <summary>Raised when a server or an agent has come or gone.</summary>
    public event Action? Changed;

    /// <summary>The uid of the server's pod; null while none serves.</summary>
    public string? Server
    {
        get => _server;
        set
        {
            _server = value;
            Changed?.Invoke();
        }
    }

    public void AgentUp(string node, string pod)
    {
        _agents[node] = pod;
        Changed?.Invoke();
    }

    public void AgentDown(string node, string pod)
    {
        _agents.TryRemove(KeyValuePair.Create(node, pod));
        Changed?.Invoke();
    }

    public bool IsAgent(string node, string pod) => _agents.GetValueOrDefault(node) == pod;

    /// <summary>Whether a pod gets an identity: an agent on its node, and an entry that selects it.</summary>
    public bool Identifies(JsonObject pod) => pod.Node() is { } node && _agents.ContainsKey(node) && Server is not null
        && store.Find(V1Names.SpireApiVersion, V1Names.IdentityKind) is { } kind
        && store.List(kind)
            .Any(identity => LabelSelector.Matches(identity.At("spec", "podSelector") as JsonObject, pod.At("metadata", "labels")));

    /// <summary>The bundle as a webhook's caBundle has it; null before the server has written it.</summary>
    public string? Bundle => store.List(BuiltIn.ConfigMaps).FirstOrDefault(map => map.Name() == V1Names.BundleMap)
        .Text("data", V1Names.BundleKey) is { } pem
        ? Convert.ToBase64String(Encoding.ASCII.GetBytes(pem))
        : null;
}
