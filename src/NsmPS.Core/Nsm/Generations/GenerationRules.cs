using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Nsm.Generations;

/// <summary>What proves that a mesh and its samples work differs from generation to generation; each has its rules here. They are pure
/// functions of objects and of the time.</summary>
internal abstract class GenerationRules
{
    private static readonly GenerationRules s_v02 = new V02Rules();
    private static readonly GenerationRules s_v1 = new V1Rules();

    /// <summary>The objects in which managers show that they work.</summary>
    public abstract ResourceType Registrations { get; }

    public static GenerationRules For(Generation generation) => generation.UsesSpire ? s_v1 : s_v02;

    /// <summary>Kinds of workloads besides Deployments and DaemonSets.</summary>
    public abstract IReadOnlyList<ResourceType> MoreWorkloads { get; }

    /// <summary>The namespaces that hold workloads of a mesh.</summary>
    public abstract IReadOnlyList<string> Namespaces(string home);

    /// <summary>What to watch until workloads run and nodes can take wires.</summary>
    public IReadOnlyList<Watched> Watched(string home) =>
    [
        .. Namespaces(home).SelectMany(WorkloadRules.WatchedIn),
        .. MoreWorkloads.SelectMany(type => Namespaces(home), (type, name) => new Watched(type, new ListFilter(name))),
        new Watched(KnownTypes.Nodes, ListFilter.All),
        new Watched(Registrations, ListFilter.All),
    ];

    /// <summary>How every node that has a manager is doing.</summary>
    public abstract IEnumerable<NsmNodeStatus> Describe(MeshParts parts);

    /// <summary>What a wait says of these nodes.</summary>
    public abstract IEnumerable<WaitItem> Evaluate(IEnumerable<NsmNodeStatus> nodes);

    /// <summary>What is wrong with a node, in the words of a mesh's message.</summary>
    public abstract IEnumerable<string> Problems(NsmNodeStatus node);

    /// <summary>Whether a pod that needs a wire can run on a node.</summary>
    public abstract bool TakesWires(JsonObject node);

    /// <summary>An object that asks for a wire and is never stored; if it comes back injected, the webhook works.</summary>
    public abstract JsonObject Probe(string home);

    /// <summary>The registrations of a sample's endpoints that count now.</summary>
    public abstract IEnumerable<JsonObject> Registered(IEnumerable<JsonObject> endpoints, SampleFile sample, DateTimeOffset now);

    /// <summary>The registrations for a service that count now, whoever made them.</summary>
    public abstract IEnumerable<JsonObject> Registered(IEnumerable<JsonObject> endpoints, string networkService, DateTimeOffset now);

    /// <summary>Whether the pods of a sample's endpoints are registered.</summary>
    public abstract IEnumerable<WaitItem> Evaluate(IReadOnlyList<JsonObject> pods, IReadOnlyList<JsonObject> registered,
        string networkService);

    /// <summary>Whether a custom resource was written by a person, not by NSM.</summary>
    public abstract bool IsHandMade(JsonObject resource, string? home);
}

/// <summary>What the state of nodes is read from.</summary>
internal sealed record MeshParts(JsonObject Manager, IEnumerable<JsonObject> Pods, IEnumerable<JsonObject> Nodes,
    IReadOnlyCollection<JsonObject> Registrations, DateTimeOffset Now);
