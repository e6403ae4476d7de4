using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Health;

/// <summary>The status of an object as a pure function of it: the rules of kstatus, and those it lacks.</summary>
internal static class HealthRules
{
    public static WaitItem Evaluate(JsonObject item)
    {
        var target = item.Key().ToString();
        if (item.IsTerminating())
        {
            return new WaitItem(target, NsmState.Removing, "it is being deleted");
        }

        if (item.At("status", "observedGeneration") is not null
            && item.Number("status", "observedGeneration") < item.Number("metadata", "generation"))
        {
            return new WaitItem(target, NsmState.Pending, "its controller has not seen the change yet");
        }

        return item.Kind() switch
        {
            "Deployment" => Deployment(item, target),
            "DaemonSet" => DaemonSet(item, target),
            "CustomResourceDefinition" => Definition(item, target),
            "Namespace" => Namespace(item, target),

            // A pod of its own, other than one of a workload, may have done its work.
            "Pod" when item.Text("status", "phase") == "Succeeded" => new WaitItem(target, NsmState.Ready),
            "Pod" => PodRules.Evaluate(item),
            "StatefulSet" => StatefulSet(item, target),
            "ReplicaSet" => Replicas(item, target) ?? new WaitItem(target, NsmState.Ready),
            "Job" => ConditionRules.Job(item, target),
            "PersistentVolumeClaim" => ConditionRules.Claim(item, target),
            _ => ConditionRules.Evaluate(item, target),
        };
    }

    private static WaitItem Deployment(JsonObject item, string target)
    {
        var wanted = WantedReplicas(item);
        var refusal = item.HasCondition("ReplicaFailure")
            ? $"its pods cannot be created: {item.Condition("ReplicaFailure").Text("message")}"
            : null;
        if (item.Condition("Progressing").Text("reason") == "ProgressDeadlineExceeded")
        {
            return new WaitItem(target, NsmState.Failed, $"its rollout exceeded its deadline{(refusal is null ? "" : $"; {refusal}")}");
        }

        if (refusal is not null)
        {
            return new WaitItem(target, NsmState.Pending, refusal, Doubtful: true);
        }

        return item.At("status", "observedGeneration") is null
            ? new WaitItem(target, NsmState.Pending, "its controller has not seen it yet")
            : Counts(target, wanted, ("updated", item.Number("status", "updatedReplicas")),
                ("ready", item.Number("status", "readyReplicas")), ("available", item.Number("status", "availableReplicas")))
                ?? Surplus(item, target, wanted);
    }

    private static WaitItem Surplus(JsonObject item, string target, long wanted) => item.Number("status", "replicas") > wanted
        ? new WaitItem(target, NsmState.Pending, $"{item.Number("status", "replicas") - wanted} old pods are still there")
        : new WaitItem(target, NsmState.Ready);

    private static WaitItem DaemonSet(JsonObject item, string target)
    {
        if (item.At("status", "observedGeneration") is null)
        {
            return new WaitItem(target, NsmState.Pending, "its controller has not seen it yet");
        }

        var wanted = item.Number("status", "desiredNumberScheduled");
        return wanted == 0
            ? new WaitItem(target, NsmState.Pending, "no node takes its pods (see its node selector and the nodes' labels and taints)",
                Doubtful: true)
            : Counts(target, wanted, ("updated", item.Number("status", "updatedNumberScheduled")),
                ("ready", item.Number("status", "numberReady")), ("available", item.Number("status", "numberAvailable")))
                ?? new WaitItem(target, NsmState.Ready);
    }

    private static WaitItem StatefulSet(JsonObject item, string target)
    {
        // With a partition, or deletion by hand, old pods stay on purpose.
        var rolling = item.Text("spec", "updateStrategy", "type") is null or "RollingUpdate"
            && item.Number("spec", "updateStrategy", "rollingUpdate", "partition") == 0;
        return Replicas(item, target)
            ?? (rolling ? Counts(target, WantedReplicas(item), ("updated", item.Number("status", "updatedReplicas"))) : null)
            ?? new WaitItem(target, NsmState.Ready);
    }

    private static WaitItem? Replicas(JsonObject item, string target) => item.At("status", "observedGeneration") is null
        ? new WaitItem(target, NsmState.Pending, "its controller has not seen it yet")
        : Counts(target, WantedReplicas(item), ("ready", item.Number("status", "readyReplicas")));

    /// <summary>How many pods a workload with replicas should have.</summary>
    public static long WantedReplicas(JsonObject item) => item.At("spec", "replicas") is null ? 1 : item.Number("spec", "replicas");

    private static WaitItem? Counts(string target, long wanted, params ReadOnlySpan<(string What, long Count)> counts)
    {
        foreach (var (what, count) in counts)
        {
            if (count < wanted)
            {
                return new WaitItem(target, NsmState.Pending, $"{count} of {wanted} pods {what}") { IsCount = true };
            }
        }

        return null;
    }

    private static WaitItem Definition(JsonObject item, string target) =>
        item.Condition("NamesAccepted") is { } names && names.Text("status") == "False"
            ? new WaitItem(target, NsmState.Failed, names.Text("message") ?? "its names are taken")
        : item.HasCondition("Established") ? new WaitItem(target, NsmState.Ready)
        : new WaitItem(target, NsmState.Pending, "it is not established yet");

    private static WaitItem Namespace(JsonObject item, string target) => item.Text("status", "phase") == "Terminating"
        ? new WaitItem(target, NsmState.Removing, "it is being deleted")
        : new WaitItem(target, NsmState.Ready);
}
