using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Mesh;
using NsmPS.Mesh.Installation;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Checks.Facts;

/// <summary>What a cluster showed at one moment; every check judges the same one.</summary>
internal sealed record CheckFacts
{
    public required string Cluster { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>The namespace of the mesh; null when there is none.</summary>
    public required string? Namespace { get; init; }

    /// <summary>The generation of the mesh; v0.2 where there is none.</summary>
    public required Generation Generation { get; init; }

    public required IReadOnlyDictionary<ResourceType, IReadOnlyList<JsonObject>> Objects { get; init; }

    /// <summary>The kinds that could not be read, each with the reason.</summary>
    public IReadOnlyDictionary<ResourceType, string> Unread { get; init; } = new Dictionary<ResourceType, string>();

    /// <summary>The samples that the catalogue knows.</summary>
    public IReadOnlyList<SampleApp> Samples { get; init; } = [];

    /// <summary>What a dry run of a client showed; null when it was not asked for.</summary>
    public InjectionProof.Outcome? Injection { get; init; }

    /// <summary>Why a bare pod is refused; empty when it is not, null when it was not asked for.</summary>
    public string? PodRefusal { get; init; }

    public IReadOnlyList<NodeLinks> Links { get; init; } = [];

    /// <summary>Null when wires were not pinged.</summary>
    public IReadOnlyList<WireFact>? Wires { get; init; }

    /// <summary>The last lines of containers that do not come up, by <see cref="LogKey"/>.</summary>
    public IReadOnlyDictionary<string, string> Logs { get; init; } = new Dictionary<string, string>();

    /// <summary>The Secret with the webhook's pair; null when there is none.</summary>
    public JsonObject? CertificateSecret { get; init; }

    /// <summary>The bundle by which the API server must trust what SPIRE certifies, as
    /// PEM; null where it cannot be read or is elsewhere.</summary>
    public string? SpireBundle { get; init; }

    /// <summary>The mesh's objects that are not as they were applied; null when nobody knows.</summary>
    public IReadOnlyList<ObjectDrift>? Drift { get; init; }

    public JsonObject? ManagerSet => In(KnownTypes.DaemonSets).FirstOrDefault(item => item.Name() == NsmNames.ManagerDaemonSet);

    public IEnumerable<JsonObject> ForwarderSets =>
        In(KnownTypes.DaemonSets).Where(item => item.Name() != NsmNames.ManagerDaemonSet && MeshReader.IsPartOfMesh(item, Generation));

    public JsonObject? WebhookDeployment => In(KnownTypes.Deployments).FirstOrDefault(item => item.Name() == Generation.WebhookDeployment);

    public JsonObject? WebhookConfiguration =>
        Of(KnownTypes.MutatingWebhookConfigurations).FirstOrDefault(item => item.Name() == Generation.WebhookConfiguration);

    public GenerationRules Rules => GenerationRules.For(Generation);

    /// <summary>The mesh's own workloads, with those of a SPIRE that came with it.</summary>
    public IEnumerable<JsonObject> Workloads =>
        Namespace is null ? [] : ((ResourceType[])[KnownTypes.DaemonSets, KnownTypes.Deployments, .. Rules.MoreWorkloads])
        .SelectMany(Of).Where(item => Rules.Namespaces(Namespace).Contains(item.Namespace()) && MeshReader.IsPartOfMesh(item, Generation));

    public IReadOnlyList<JsonObject> Of(ResourceType type) => Objects.GetValueOrDefault(type) ?? [];

    /// <summary>The objects of a kind in the mesh's namespace.</summary>
    public IEnumerable<JsonObject> In(ResourceType type) => Of(type).Where(item => Namespace is not null && item.Namespace() == Namespace);

    /// <summary>The Deployment of a sample by its name: where the mesh is, or in the
    /// sample's own namespace, or where NsmPS has put it.</summary>
    public JsonObject? DeploymentOf(SampleApp sample, string name) => Of(KnownTypes.Deployments).FirstOrDefault(item => item.Name() == name
        && (sample.File.Namespace is { } own
            ? item.Namespace() == own || Ownership.IsPartOf(item, sample.Info.Name)
            : item.Namespace() == Namespace));

    /// <summary>The pods of a workload that count.</summary>
    public IEnumerable<JsonObject> PodsOf(JsonObject? workload) =>
        workload is null ? [] : WorkloadRules.LivingPodsOf(workload, Of(KnownTypes.Pods));

    /// <summary>The pods that offer a network service.</summary>
    public IEnumerable<JsonObject> EndpointPods =>
        Of(KnownTypes.Pods).Where(pod => PodRules.IsLiving(pod) && PodParts.OfferedServices(pod).Count > 0);

    /// <summary>The pods that NSM's containers were added to, and those whose own programs ask for wires.</summary>
    public IEnumerable<JsonObject> ClientPods => Of(KnownTypes.Pods).Where(pod => PodRules.IsLiving(pod)
        && (InjectionRules.IsDone(pod) || (WireRequest.Own(pod) is not null && PodParts.OfferedServices(pod).Count == 0)));

    public string LogOf(JsonObject pod, string container) => Logs.GetValueOrDefault(LogKey(pod, container), "");

    public static string LogKey(JsonObject pod, string container) => $"{pod.Key()}/{container}";

    /// <summary>The nodes whose kubelet reports.</summary>
    public IReadOnlySet<string> ReadyNodes =>
        Of(KnownTypes.Nodes).Where(node => node.HasCondition("Ready")).Select(node => node.Name()).ToHashSet(StringComparer.Ordinal);
}
