using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;

namespace NsmPS.Checks.Rules;

/// <summary>Endpoints and what is registered of them.</summary>
internal static class EndpointChecks
{
    private const int BlockSize = 4;
    private const double NearlyAll = 0.85;
    private const string Exhausted = "Recreate the endpoints; for a sample of NsmPS remove and create it.";

    /// <summary>How NSM v0.2 and v1 say it.</summary>
    private static readonly string[] s_poolEmpty = ["unable to allocate", "IPPool is empty"];

    private static readonly ResourceType[] s_registrations = [.. Generation.All.Select(generation => generation.Endpoints)];

    public static IReadOnlyList<Check> All { get; } =
    [
        new("StaleEndpoints", NsmCheckCategory.Endpoints, "Every registered endpoint has a pod on a node that is ready.", StaleEndpoints)
        { Needs = [KnownTypes.Nodes, KnownTypes.Pods, .. s_registrations] },
        new("EndpointsRegistered", NsmCheckCategory.Endpoints, "Every endpoint that runs is registered.", Registered)
        { Needs = [KnownTypes.Pods, .. s_registrations] },
        new("EndpointPlacement", NsmCheckCategory.Endpoints, "No endpoint waits for a node of its own.", Placement)
        { Needs = [KnownTypes.Pods, KnownTypes.Nodes] },
        new("AddressBlocks", NsmCheckCategory.Endpoints, "The endpoints have addresses left.", AddressBlocks)
        { Needs = [KnownTypes.Pods], Probes = CheckProbes.Wires | CheckProbes.Logs },
    ];

    /// <summary>Registrations that surely have no pod. Their node is gone or lost, or no pod of the node offers their service, or
    /// there are more of them than pods and they are older than all of these.</summary>
    public static IEnumerable<StaleEndpoint> Stale(CheckFacts facts) =>
        facts.Generation.UsesSpire ? ExpiringEndpoints.Stale(facts) : StaleOfV02(facts);

    private static IEnumerable<StaleEndpoint> StaleOfV02(CheckFacts facts)
    {
        foreach (var group in facts.Of(NsmTypes.Endpoints).Where(item => !item.IsTerminating())
            .GroupBy(item => (Node: item.Text("spec", "nsmname") ?? "", Service: item.Text("spec", "networkservicename") ?? "")))
        {
            JsonObject[] pods = [.. facts.EndpointPods.Where(pod =>
                pod.NodeName() == group.Key.Node && PodParts.OfferedServices(pod).Contains(group.Key.Service))];
            var oldest = pods.Select(Born).DefaultIfEmpty("").Min(StringComparer.Ordinal)!;
            var reason = facts.Of(KnownTypes.Nodes).All(node => node.Name() != group.Key.Node) ? $"node {group.Key.Node} does not exist"
                : !facts.ReadyNodes.Contains(group.Key.Node) ? $"node {group.Key.Node} is not ready"
                : pods.Length == 0 ? $"no pod on {group.Key.Node} offers {group.Key.Service}"
                : "";
            var stale = reason.Length > 0
                ? group.Select(item => new StaleEndpoint(item, reason, Lost: facts.ReadyNodes.Contains(group.Key.Node) || pods.Length == 0))
                : group.Where(item => string.CompareOrdinal(Born(item), oldest) < 0).OrderBy(Born, StringComparer.Ordinal)
                    .Take(Math.Max(0, group.Count() - pods.Length))
                    .Select(item => new StaleEndpoint(item, $"it is older than every pod on {group.Key.Node}", Lost: true));
            foreach (var entry in stale)
            {
                yield return entry;
            }
        }
    }

    private static string Born(JsonObject item) => item.Text("metadata", "creationTimestamp") ?? "";

    private static IEnumerable<Finding> StaleEndpoints(CheckFacts facts)
    {
        foreach (var (endpoint, reason, _) in Stale(facts))
        {
            yield return Finding.Fail(endpoint.Key().ToString(),
                $"The endpoint is registered, and {reason}; NSM goes on offering it to clients.", Hints.Repair);
        }
    }

    private static IEnumerable<Finding> Registered(CheckFacts facts) =>
        facts.Generation.UsesSpire ? ExpiringEndpoints.Registered(facts) : RegisteredOfV02(facts);

    private static IEnumerable<Finding> RegisteredOfV02(CheckFacts facts) => Unregistered(facts).Select(group => Finding.Fail(
        $"Node/{group.Node}",
        $"{group.Registered} of {group.Pods.Count} endpoints of {group.Service} on it are registered; the others get no clients.",
        "Delete the pods of the endpoints that are not registered; for a sample of NsmPS, Repair-NsmMesh recreates it.",
        string.Join(", ", group.Pods.Select(pod => pod.Name()))));

    /// <summary>Where more endpoints of NSM v0.2 run than are registered. A registration that somebody deletes does not come back, and it
    /// does not tell its pod.</summary>
    public static IEnumerable<(string Node, string Service, int Registered, IReadOnlyList<JsonObject> Pods)> Unregistered(
        CheckFacts facts) =>
        from pod in facts.Generation.UsesSpire ? [] : facts.EndpointPods
        where pod.HasCondition("Ready") && pod.NodeName() is not null
        group pod by (Node: pod.NodeName()!, Service: PodParts.OfferedServices(pod)[0]) into pods
        let registered = EndpointRules.Registered(facts.Of(NsmTypes.Endpoints), pods.Key.Service)
            .Count(item => item.Text("spec", "nsmname") == pods.Key.Node)
        where registered < pods.Count()
        select (pods.Key.Node, pods.Key.Service, registered, (IReadOnlyList<JsonObject>)[.. pods]);

    private static IEnumerable<Finding> Placement(CheckFacts facts)
    {
        foreach (var pod in facts.EndpointPods.Where(pod => pod.Condition("PodScheduled").Text("status") == "False"))
        {
            var text = pod.Condition("PodScheduled").Text("message") ?? "";
            if (text.Contains("affinity", StringComparison.Ordinal))
            {
                yield return Finding.Fail(pod.Key().ToString(), "The endpoint waits for a node without another one of its kind; "
                    + $"{NodeRules.Schedulable(facts.Of(KnownTypes.Nodes)).Count()} nodes can take endpoints.",
                    "Add nodes, run fewer endpoints, or spread them as far as possible only (-Spread Preferred). A rolling update never "
                        + "ends that way: delete and create the Deployment.", text);
            }
        }
    }

    private static IEnumerable<Finding> AddressBlocks(CheckFacts facts) =>
        (facts.Generation.UsesSpire ? ExpiringEndpoints.Crowded(facts) : Blocks(facts))
        .Concat(facts.Logs.Where(entry => s_poolEmpty.Any(text => entry.Value.Contains(text, StringComparison.Ordinal)))
            .Select(entry => Finding.Fail(entry.Key, "The endpoint has no addresses left.", Exhausted, entry.Value)));

    private static IEnumerable<Finding> Blocks(CheckFacts facts)
    {
        IPNetwork[] prefixes = [.. facts.EndpointPods.SelectMany(PodParts.Prefixes).Distinct()
            .Where(prefix => IPNetwork.TryParse(prefix, out _)).Select(prefix => IPNetwork.Parse(prefix))];
        foreach (var prefix in prefixes.Where(prefix => prefix.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork))
        {
            var all = (1L << (32 - prefix.PrefixLength)) / BlockSize;
            var highest = (facts.Wires ?? []).Select(wire => IPAddress.TryParse(wire.Result.ClientAddress.Split('/')[0], out var address)
                && prefix.Contains(address) ? (Number(address) - Number(prefix.BaseAddress)) / BlockSize + 1 : 0).DefaultIfEmpty().Max();
            if (highest >= all * NearlyAll)
            {
                yield return Finding.Warn("", $"An endpoint has given away block {highest} of the {all} of {prefix}; a block never comes "
                    + "back, and without one no client gets a wire.", Exhausted, $"{prefix}");
            }
        }
    }

    private static long Number(IPAddress address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
}
