using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Names;

namespace NsmPS.Nsm.Generations;

/// <summary>NSM v1: managers write nothing, but the forwarder of each node registers through its manager, under the manager's address.
/// Every registration expires. The webhook leaves the mesh's own namespace alone.</summary>
internal sealed class V1Rules : GenerationRules
{
    private const string ProbeName = "nsmps-injection-probe";
    private const string ProbeNamespace = "default";

    /// <summary>This generation has no resource that could run out.</summary>
    private const long NoSockets = -1;

    public override ResourceType Registrations => Generation.V1.Endpoints;

    public override IReadOnlyList<ResourceType> MoreWorkloads => [KnownTypes.StatefulSets];

    public override IReadOnlyList<string> Namespaces(string home) => [home, SpireNames.Namespace];

    public override IEnumerable<NsmNodeStatus> Describe(MeshParts parts)
    {
        var forwarders = parts.Registrations.Where(item => RegistrationRules.Counts(item, NsmNames.ForwarderV1Service, parts.Now))
            .ToArray();
        var placed = WorkloadRules.LivingPodsOf(parts.Manager, parts.Pods)
            .Where(pod => pod.NodeName() is not null);
        foreach (var onNode in placed.GroupBy(pod => pod.NodeName()!, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var urls = forwarders.Where(item => RegistrationRules.NodeOf(item, NsmNames.ForwarderV1Service) == onNode.Key)
                .Select(item => item.Text("spec", "url")).OfType<string>().ToArray();
            var current = urls.FirstOrDefault(url => onNode.Any(pod => RegistrationRules.IsAt(url, pod.Text("status", "podIP"))));
            yield return new NsmNodeStatus(onNode.Key, NoSockets, current ?? urls.FirstOrDefault(), current is not null);
        }
    }

    public override IEnumerable<WaitItem> Evaluate(IEnumerable<NsmNodeStatus> nodes) => nodes.Select(node =>
        node.ManagerUrl is null ? new WaitItem(Target(node), NsmState.Pending, "its forwarder is not registered")
        : !node.ManagerIsCurrent
            ? new WaitItem(Target(node), NsmState.Pending,
                $"its forwarder is registered through {node.ManagerUrl}, which is not the address of the node's manager")
        : new WaitItem(Target(node), NsmState.Ready));

    public override IEnumerable<string> Problems(NsmNodeStatus node) =>
        Evaluate([node]).Where(item => item.State != NsmState.Ready).Select(item => $"node {node.Name}: {item.Reason}");

    public override bool TakesWires(JsonObject node) => true;

    public override JsonObject Probe(string home) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject
        {
            ["name"] = ProbeName,
            ["namespace"] = ProbeNamespace,
            ["annotations"] = new JsonObject { [NsmNames.InjectionV1Annotation] = "kernel://probe/nsm-1" },
        },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "probe", ["image"] = "probe" }) },
    };

    public override IEnumerable<JsonObject> Registered(IEnumerable<JsonObject> endpoints, SampleFile sample, DateTimeOffset now) =>
        Registered(endpoints, sample.NetworkService, now);

    public override IEnumerable<JsonObject> Registered(IEnumerable<JsonObject> endpoints, string networkService, DateTimeOffset now) =>
        endpoints.Where(item => RegistrationRules.Counts(item, networkService, now));

    public override IEnumerable<WaitItem> Evaluate(IReadOnlyList<JsonObject> pods, IReadOnlyList<JsonObject> registered,
        string networkService) => pods.Select(pod =>
        registered.Any(item => RegistrationRules.IsOf(item, pod))
            ? new WaitItem($"NetworkServiceEndpoint of {pod.Name()}", NsmState.Ready)
            : new WaitItem($"NetworkServiceEndpoint of {pod.Name()}", NsmState.Pending,
                $"it is not registered for service {networkService}"));

    /// <summary>The registry writes into the mesh's namespace only; samples are ours.</summary>
    public override bool IsHandMade(JsonObject resource, string? home) => resource.Namespace() != home && !Ownership.IsOurs(resource);

    private static string Target(NsmNodeStatus node) => $"Node/{node.Name}";
}
