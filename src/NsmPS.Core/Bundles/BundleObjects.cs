using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;
using NsmPS.Topology.Ends;

namespace NsmPS.Bundles;

/// <summary>Chooses the objects of a bundle from what a cluster has: what is NSM's, what uses it, and of the rest only what it takes from
/// nodes.</summary>
/// <param name="all">Every object of the kinds that were read.</param>
/// <param name="home">The namespaces of the mesh.</param>
/// <param name="samples">The samples, whose endpoints are known by their names.</param>
internal sealed class BundleObjects(IReadOnlyDictionary<ResourceType, IReadOnlyList<JsonObject>> all, IReadOnlyCollection<string> home,
    IReadOnlyList<SampleFile> samples)
{
    private const int MostEvents = 2_000;

    private static readonly ResourceType[] s_workloads =
        [KnownTypes.Deployments, KnownTypes.DaemonSets, KnownTypes.ReplicaSets, KnownTypes.StatefulSets, KnownTypes.Jobs];

    private static readonly string[] s_groups = [NsmNames.Group, SpireTypes.Group];

    /// <summary>The kinds of which everything is taken.</summary>
    private static readonly ResourceType[] s_whole =
    [
        KnownTypes.Nodes, KnownTypes.Namespaces, KnownTypes.MutatingWebhookConfigurations, KnownTypes.ValidatingWebhookConfigurations,
        KnownTypes.StorageClasses, .. CustomTypes,
    ];

    /// <summary>NSM's own kinds, and SPIRE's.</summary>
    private static IEnumerable<ResourceType> CustomTypes =>
        Generation.All.SelectMany(generation => generation.Types).Append(SpireTypes.Identities);

    /// <summary>The kinds that are read.</summary>
    public static IReadOnlyList<ResourceType> Types { get; } = [.. KnownTypes.All.Where(type => type != KnownTypes.Leases), .. CustomTypes];

    /// <summary>The pods whose containers' logs are taken.</summary>
    public IReadOnlyList<JsonObject> Pods => [.. Of(KnownTypes.Pods).Where(pod => IsHome(pod) || Ends.Contains(pod.Key()))];

    private HashSet<ObjectKey> Ends => field ??= [
        .. ClientFinder.Find(Of(KnownTypes.Pods), Of(KnownTypes.Deployments)).Select(client => client.Pod.Key()),
        .. EndpointFinder.Find(Of(KnownTypes.Pods), Of(KnownTypes.Deployments), samples).Select(endpoint => endpoint.Pod.Key()),
    ];

    private HashSet<ObjectKey> Users => field ??= [
        .. from type in s_workloads
           from workload in Of(type)
           where InjectionRules.IsUser(workload)
               || WorkloadRules.PodsOf(workload, Of(KnownTypes.Pods)).Any(pod => Ends.Contains(pod.Key()))
           select workload.Key(),
    ];

    /// <summary>The objects of one kind.</summary>
    public IReadOnlyList<JsonObject> Choose(ResourceType type) =>
        s_whole.Contains(type) ? Of(type)
        : type == KnownTypes.Pods ? [.. Of(type).Select(pod => IsHome(pod) || Ends.Contains(pod.Key()) ? pod : Load(pod))]
        : s_workloads.Contains(type) ? [.. Of(type).Where(item => IsHome(item) || Ownership.IsOurs(item) || Users.Contains(item.Key()))]
        : type == KnownTypes.Events ? [.. Of(type).Where(IsOfOurs).OrderByDescending(Time, StringComparer.Ordinal).Take(MostEvents)]
        : type == KnownTypes.CustomResourceDefinitions ? [.. Of(type).Where(item => s_groups.Contains(item.Text("spec", "group")))]
        : type == KnownTypes.ClusterRoleBindings ? [.. Of(type).Where(item => BindsOurs(item) || Ownership.IsOurs(item))]
        : type == KnownTypes.ClusterRoles ? [.. Of(type).Where(role => BoundRoles.Contains(role.Name()) || Ownership.IsOurs(role))]
        : [.. Of(type).Where(item => IsHome(item) || Ownership.IsOurs(item))];

    private HashSet<string> BoundRoles => field ??=
        [.. Of(KnownTypes.ClusterRoleBindings).Where(BindsOurs).Select(binding => binding.Text("roleRef", "name") ?? "")];

    private IReadOnlyList<JsonObject> Of(ResourceType type) => all.GetValueOrDefault(type, []);

    private bool IsHome(JsonObject item) => item.Namespace() is { } name && home.Contains(name);

    private bool BindsOurs(JsonObject binding) => binding.Items("subjects").Any(subject => home.Contains(subject.Text("namespace") ?? ""));

    private bool IsOfOurs(JsonObject happened) => IsHome(happened)
        || Ends.Concat(Users).Any(key => key.Name == happened.Text("involvedObject", "name") && key.Namespace == happened.Namespace());

    private static string Time(JsonObject happened) => happened.Text("lastTimestamp") ?? happened.Text("eventTime") ?? "";

    /// <summary>What a pod of others takes of its node, and no more.</summary>
    private static JsonObject Load(JsonObject pod) => new()
    {
        ["apiVersion"] = pod["apiVersion"]?.DeepClone(),
        ["kind"] = pod["kind"]?.DeepClone(),
        ["metadata"] = new JsonObject { ["name"] = pod.Name(), ["namespace"] = pod.Namespace(), ["uid"] = pod.Uid() },
        ["spec"] = new JsonObject
        {
            ["nodeName"] = pod.At("spec", "nodeName")?.DeepClone(),
            ["containers"] = new JsonArray([.. pod.Items("spec", "containers").Select(container => new JsonObject
            {
                ["name"] = container.Text("name"),
                ["resources"] = container["resources"]?.DeepClone(),
            })]),
        },
        ["status"] = new JsonObject { ["phase"] = pod.At("status", "phase")?.DeepClone() },
    };
}
