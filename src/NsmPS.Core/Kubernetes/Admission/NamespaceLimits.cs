using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Health;

namespace NsmPS.Kubernetes.Admission;

/// <summary>What the namespaces that are there will refuse of workloads that are not there yet. Nothing but the events of controllers would
/// say it later.</summary>
internal static class NamespaceLimits
{
    /// <summary>One thing that is refused.</summary>
    /// <param name="Target">What refuses it, as <c>Kind/namespace/name</c>.</param>
    /// <param name="Text">One sentence.</param>
    /// <param name="Remedy">What helps.</param>
    internal sealed record Limit(string Target, string Text, string Remedy);

    /// <summary>The labels that refuse pods.</summary>
    public static IEnumerable<Limit> OfLabels(JsonObject @namespace, IEnumerable<JsonObject> workloads)
    {
        var refused = workloads.Where(item => item.Namespace() == @namespace.Name()
            && PodSecurityLevels.NeedsPrivileged(item.At("spec", "template", "spec"))).Select(item => item.Name()).ToArray();
        if (PodSecurityLevels.Of(@namespace) is { } level && refused.Length > 0)
        {
            yield return new Limit(@namespace.Key().ToString(),
                $"The namespace enforces pod security level {level}, which refuses the pods of {string.Join(", ", refused)}.",
                $"Label it {KubeNames.PodSecurityLabel}={KubeNames.Privileged}, or choose another namespace.");
        }
    }

    /// <summary>The quotas that have no room.</summary>
    /// <param name="quotas">The ResourceQuotas of any namespaces.</param>
    /// <param name="ranges">The LimitRanges of any namespaces.</param>
    /// <param name="workloads">Workloads that are not there yet.</param>
    /// <param name="nodes">How many nodes get a pod of a DaemonSet.</param>
    public static IEnumerable<Limit> OfQuotas(IEnumerable<JsonObject> quotas, IReadOnlyCollection<JsonObject> ranges,
        IReadOnlyCollection<JsonObject> workloads, int nodes)
    {
        foreach (var quota in quotas)
        {
            (JsonNode?, int)[] pods = [.. workloads.Where(item => item.Namespace() == quota.Namespace())
                .Select(item => (item.At("spec", "template", "spec"), Replicas(item, nodes)))];
            var defaulted = ranges.Any(range => range.Namespace() == quota.Namespace());
            string[] obstacles = pods.Length == 0 ? [] : [.. QuotaRules.Obstacles(quota, pods, defaulted)];
            if (obstacles.Length > 0)
            {
                yield return new Limit(quota.Key().ToString(),
                    $"The quota refuses pods of the installation: {string.Join("; ", obstacles)}.",
                    "Raise the quota, or choose another namespace; what must be specified a LimitRange can give.");
            }
        }
    }

    /// <summary>The workloads among objects.</summary>
    public static IReadOnlyList<JsonObject> Workloads(IEnumerable<JsonObject> objects) =>
        [.. objects.Where(item => item.At("spec", "template", "spec") is not null && item.Namespace() is not null)];

    private static int Replicas(JsonObject workload, int nodes) => workload.Kind() == KnownTypes.DaemonSets.Kind ? nodes
        : (int)HealthRules.WantedReplicas(workload);
}
