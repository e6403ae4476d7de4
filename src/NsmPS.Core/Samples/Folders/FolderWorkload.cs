using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Manifests.Folders.Building;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;
using NsmPS.Topology.Ends;

namespace NsmPS.Samples.Folders;

/// <summary>An object of a folder that makes or is a pod, and what this has to do with NSM: annotations and environment say it.</summary>
internal sealed record FolderWorkload(JsonObject Item)
{
    private readonly JsonObject _pod = PodSpecs.Template(Item) ?? [];

    /// <summary>The services that its pods provide.</summary>
    public IReadOnlyList<string> Services => field ??= [.. EndpointFinder.Told(_pod).Distinct(StringComparer.Ordinal)];

    /// <summary>The wires that its pods ask for. An endpoint that asks by its own program passes wires on, and is no client.</summary>
    public IReadOnlyList<WireRequest> Requests => field ??= Injected ?? (IsEndpoint ? null : WireRequest.Own(_pod)) ?? [];

    public bool IsEndpoint => Services.Count > 0;

    public bool IsClient => Requests.Count > 0;

    /// <summary>Whether NSM's webhook has to add to its pods what asks for wires.</summary>
    public bool IsInjected => Injected is not null;

    /// <summary>Whether only VPP can make a wire that it asks for.</summary>
    public bool NeedsVpp => MemifRules.Asks(Item) || MemifRules.Asks(_pod);

    /// <summary>The generation of NSM whose words it uses; null where both would understand it.</summary>
    public Generation? Dialect =>
        Generation.All.FirstOrDefault(generation => HasAnnotation(Item, generation) || HasAnnotation(_pod, generation))
            ?? (HasVariable(NsmNames.RequestV1Variable) || HasVariable(NsmNames.EndpointVariables[^1])
                ? Generation.V1
                : NsmNames.AskingVariables.Concat(NsmNames.EndpointVariables).Any(HasVariable)
                    ? Generation.V02 : null);

    /// <summary>How many pods there are to be.</summary>
    public int Wanted => Item.Kind() switch
    {
        "Pod" => 1,
        "DaemonSet" => (int)Item.Number("status", "desiredNumberScheduled"),
        "Job" => Item.NumberOrNull("spec", "parallelism") ?? 1,
        _ => Item.NumberOrNull("spec", "replicas") ?? 1,
    };

    private IReadOnlyList<WireRequest>? Injected => WireRequest.Annotated(Item) ?? WireRequest.Annotated(_pod);

    /// <summary>The workload that an object is; null when it has nothing to do with wires.</summary>
    public static FolderWorkload? Of(JsonObject item) =>
        PodSpecs.Template(item) is not null && new FolderWorkload(item) is { } workload && (workload.IsClient || workload.IsEndpoint)
            ? workload : null;

    /// <summary>Its living pods.</summary>
    public IEnumerable<JsonObject> PodsOf(IEnumerable<JsonObject> pods) => Item.Kind() == KnownTypes.Pods.Kind
        ? pods.Where(pod => pod.Key() == Item.Key() && PodRules.IsLiving(pod))
        : WorkloadRules.LivingPodsOf(Item, pods);

    private static bool HasAnnotation(JsonObject item, Generation generation) =>
        item.At("metadata", "annotations", generation.InjectionAnnotation) is not null;

    private bool HasVariable(string name) => _pod.Items("spec", "containers").SelectMany(container => container.Items("env"))
        .Any(variable => variable.Text("name") == name);
}
