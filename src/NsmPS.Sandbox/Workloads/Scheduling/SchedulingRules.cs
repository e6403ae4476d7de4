using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Scheduling;

/// <summary>Where a pod may run, in the scheduler's own words.</summary>
internal static class SchedulingRules
{
    private const string HostnameLabel = "kubernetes.io/hostname";

    /// <summary>The node that a pod gets, or why it gets none.</summary>
    internal readonly record struct Answer(string? Node, string Message);

    /// <param name="pod">The pod that has no node yet.</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="loads">What the pods that have a node take.</param>
    public static Answer Place(JsonObject pod, IReadOnlyList<JsonObject> nodes, NodeLoads loads)
    {
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var fitting = new List<(JsonObject Node, int Score)>();
        var wanted = PodResources.Requests(pod).Where(request => request.Value > 0).OrderBy(request => request.Key, StringComparer.Ordinal)
            .ToArray();
        foreach (var node in nodes)
        {
            var load = loads.Of(node.Name());
            var against = Against(pod, node, load, wanted);
            foreach (var reason in against)
            {
                reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
            }

            if (against.Length == 0)
            {
                fitting.Add((node, Score(pod, load)));
            }
        }

        return fitting.Count > 0
            ? new Answer(fitting.OrderBy(entry => entry.Score).ThenBy(entry => entry.Node.Name(), StringComparer.Ordinal)
                .First().Node.Name(), "")
            : new Answer(null, $"0/{nodes.Count} nodes are available: "
                + $"{string.Join(", ", reasons.Select(entry => $"{entry.Value} {entry.Key}"))}.");
    }

    /// <summary>Whether a node takes a DaemonSet's pod at all: its own selector, affinity and taints; cordons do not count.</summary>
    public static bool TakesDaemon(JsonObject template, JsonObject node) =>
        FitsSelector(template, node) && Untolerated(template, node) is null;

    /// <summary>Whether a pod has ended and holds no resources any more.</summary>
    public static bool HasEnded(JsonObject pod) => pod.Text("status", "phase") is "Succeeded" or "Failed";

    private static string[] Against(JsonObject pod, JsonObject node, NodeLoad load, KeyValuePair<string, long>[] wanted)
    {
        // As with the real filters, the first kind of reason hides the later ones.
        if (node.Text("spec", "unschedulable") == "true" && !Tolerates(pod, "node.kubernetes.io/unschedulable", null, "NoSchedule"))
        {
            return ["node(s) were unschedulable"];
        }

        if (!FitsSelector(pod, node))
        {
            return ["node(s) didn't match Pod's node affinity/selector"];
        }

        if (Untolerated(pod, node) is { } taint)
        {
            return [$"node(s) had taint {{{taint.Text("key")}: {taint.Text("value")}}}, that the pod didn't tolerate"];
        }

        string[] lacking = [.. Lacking(node, load, wanted).Select(resource => $"Insufficient {resource}")];
        return lacking.Length > 0 ? lacking
            : Repels(pod, load) ? ["node(s) didn't match pod anti-affinity rules"]
            : [];
    }

    private static bool FitsSelector(JsonObject pod, JsonObject node)
    {
        var selector = pod.At("spec", "nodeSelector") as JsonObject ?? [];
        JsonObject[] terms = [.. pod.Items("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution",
            "nodeSelectorTerms")];
        return selector.All(pair => node.Label(pair.Key) == pair.Value.Text())
            && (terms.Length == 0 || terms.Any(term => FitsTerm(term, node)));
    }

    private static bool FitsTerm(JsonObject term, JsonObject node) =>
        LabelSelector.Matches(term, node.At("metadata", "labels"))
        && LabelSelector.Matches(new JsonObject { ["matchExpressions"] = term["matchFields"]?.DeepClone() },
            new JsonObject { ["metadata.name"] = node.Name() });

    private static JsonObject? Untolerated(JsonObject pod, JsonObject node) => node.Items("spec", "taints")
        .FirstOrDefault(taint => taint.Text("effect") is "NoSchedule" or "NoExecute"
            && !Tolerates(pod, taint.Text("key"), taint.Text("value"), taint.Text("effect")));

    private static bool Tolerates(JsonObject pod, string? key, string? value, string? effect) =>
        pod.Items("spec", "tolerations").Any(toleration =>
        (toleration.Text("effect") is not { Length: > 0 } wanted || wanted == effect)
        && (toleration.Text("operator") == "Exists"
            ? toleration.Text("key") is not { Length: > 0 } any || any == key
            : toleration.Text("key") == key && (toleration.Text("value") ?? "") == (value ?? "")));

    private static IEnumerable<string> Lacking(JsonObject node, NodeLoad load, KeyValuePair<string, long>[] wanted)
    {
        foreach (var (resource, amount) in wanted)
        {
            if (load.Used(resource) + amount > (load.Allocatable(node, resource) ?? 0))
            {
                yield return resource;
            }
        }

        if (load.Pods + 1 > (load.Allocatable(node, "pods") ?? long.MaxValue) / 1000)
        {
            yield return "pods";
        }
    }

    private static bool Repels(JsonObject pod, NodeLoad load) =>
        Required(pod).Any(term => load.Examples.Any(other => Concerns(term, pod, other)))
        || load.Choosy.Any(other => Required(other).Any(term => Concerns(term, other, pod)));

    private static IEnumerable<JsonObject> Required(JsonObject pod) =>
        pod.Items("spec", "affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
            .Where(term => term.Text("topologyKey") == HostnameLabel);

    private static bool Concerns(JsonObject term, JsonObject owner, JsonObject other)
    {
        var spaces = term["namespaces"] as JsonArray;
        var sameSpace = spaces is { Count: > 0 } ? spaces.Any(space => space.Text() == other.Space()) : other.Space() == owner.Space();
        return sameSpace && LabelSelector.Matches(term["labelSelector"] as JsonObject, other.At("metadata", "labels"));
    }

    /// <summary>Less is better: first the preferred distance, then few siblings, then few pods.</summary>
    private static int Score(JsonObject pod, NodeLoad load)
    {
        var unwanted = pod.Items("spec", "affinity", "podAntiAffinity", "preferredDuringSchedulingIgnoredDuringExecution")
            .Where(term => load.Examples.Any(other => Concerns(term["podAffinityTerm"] as JsonObject ?? [], pod, other)))
            .Sum(term => (int)Math.Clamp(term.Amount("weight"), 1, 100));
        return (unwanted * 100_000) + (load.SiblingsOf(pod.ControllerUid()) * 1000) + load.Pods;
    }
}
