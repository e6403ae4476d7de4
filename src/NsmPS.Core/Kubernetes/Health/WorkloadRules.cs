using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Health;

/// <summary>How workloads are doing, with the pods that keep them from being ready.</summary>
internal static class WorkloadRules
{
    private const string Job = "Job";

    private static readonly string[] s_kinds = ["Deployment", "DaemonSet", "StatefulSet", "ReplicaSet", Job];

    /// <summary>Whether objects of a kind have pods that their selector matches.</summary>
    public static bool HasPods(string kind) => s_kinds.Contains(kind);

    /// <summary>What a wait for workloads of one namespace must watch.</summary>
    public static IReadOnlyList<Watched> WatchedIn(string @namespace) =>
    [
        new(KnownTypes.Deployments, new ListFilter(@namespace)),
        new(KnownTypes.DaemonSets, new ListFilter(@namespace)),
        new(KnownTypes.Pods, new ListFilter(@namespace)),
        CreationFailures.WatchedIn(@namespace),
    ];

    /// <summary>One item for each workload, and one for each pod that is the reason.</summary>
    public static IEnumerable<WaitItem> Evaluate(ClusterView view, IEnumerable<ObjectKey> workloads)
    {
        foreach (var key in workloads)
        {
            if (view.Find(key) is not { } workload)
            {
                yield return new WaitItem(key.ToString(), NsmState.Pending, "it is not there");
                continue;
            }

            var item = Evaluate(workload, view.Of(KnownTypes.Pods), view.Of(KnownTypes.Events));
            yield return item;
            if (item.State == NsmState.Ready)
            {
                continue;
            }

            // The pods of a job that have failed are why it is not complete; those of others are replaced.
            foreach (var pod in PodsOf(workload, view.Of(KnownTypes.Pods))
                .Where(pod => workload.Kind() == Job || !PodRules.HasEnded(pod)).Select(PodRules.Evaluate)
                .Where(pod => pod.State is not (NsmState.Ready or NsmState.Removing)))
            {
                yield return pod;
            }
        }
    }

    /// <summary>How a workload is doing. Where its pods are refused, that is the reason, whatever its status says.</summary>
    public static WaitItem Evaluate(JsonObject workload, IEnumerable<JsonObject> pods, IEnumerable<JsonObject> events)
    {
        var item = HealthRules.Evaluate(workload);
        return MayLackPods(workload, item) && CreationFailures.Find(workload, [.. PodsOf(workload, pods)], events) is { } refusal
            ? item with { State = NsmState.Pending, Reason = refusal, Doubtful = true }
            : item;
    }

    /// <summary>A job counts as started before its first pod is there.</summary>
    private static bool MayLackPods(JsonObject workload, WaitItem item) => item.State == NsmState.Pending
        || (item.State == NsmState.Ready && workload.Kind() == Job && !workload.HasCondition("Complete")
            && !workload.HasCondition("Suspended"));

    /// <summary>The pods of a workload that count: those that have not ended, and are not being deleted.</summary>
    public static IEnumerable<JsonObject> LivingPodsOf(JsonObject workload, IEnumerable<JsonObject> pods) =>
        PodsOf(workload, pods).Where(PodRules.IsLiving);

    /// <summary>The pods of a workload: its selector matches them, and no other has made them. Pods of other workloads, and those that a
    /// person has made, may have the same labels.</summary>
    public static IEnumerable<JsonObject> PodsOf(JsonObject workload, IEnumerable<JsonObject> pods)
    {
        // Read once: every reading of a text makes a new one, and there may be thousands of pods.
        var @namespace = workload.Namespace();
        var selector = workload.At("spec", "selector");
        return IsEmpty(selector) ? [] : pods.Where(pod => pod.Namespace() == @namespace
            && LabelSelector.Matches(selector, pod.At("metadata", "labels")) && PodOwners.IsOf(pod, workload));
    }

    private static bool IsEmpty(JsonNode? selector) =>
        selector.At("matchLabels") is not JsonObject { Count: > 0 } && !selector.Items("matchExpressions").Any();
}
