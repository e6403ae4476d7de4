using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Workloads.Scheduling;

/// <summary>Amounts of resources that pods ask for, in thousandths of their unit.</summary>
internal static class PodResources
{
    /// <summary>Reads "100m", "1", "64Mi" in thousandths of their unit; null when it is no amount.</summary>
    public static long? Thousandths(string? text) =>
        Quantity.Parse(text) is { } amount ? (long)Math.Min(Math.Ceiling(amount * 1000), long.MaxValue / 4) : null;

    /// <summary>What a pod asks for: the sum of its containers, or the largest of its init containers
    /// where that is more. A limit counts where there is no request.</summary>
    public static IReadOnlyDictionary<string, long> Requests(JsonObject pod)
    {
        var total = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, amount) in pod.Items("spec", "containers").SelectMany(Of))
        {
            total[name] = total.GetValueOrDefault(name) + amount;
        }

        foreach (var (name, amount) in pod.Items("spec", "initContainers").SelectMany(Of))
        {
            total[name] = Math.Max(total.GetValueOrDefault(name), amount);
        }

        return total;
    }

    private static IEnumerable<(string Name, long Amount)> Of(JsonObject container)
    {
        var requests = container.At("resources", "requests") as JsonObject ?? [];
        var limits = container.At("resources", "limits") as JsonObject ?? [];
        return limits.Where(pair => !requests.ContainsKey(pair.Key)).Concat(requests)
            .Select(pair => (pair.Key, Thousandths(pair.Value.Text()) ?? 0));
    }
}
