using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads;

/// <summary>Amounts of resources, in thousandths of their unit.</summary>
internal static class Quantity
{
    private static readonly (string Suffix, decimal Factor)[] s_suffixes =
    [
        ("Ki", 1024m), ("Mi", 1024m * 1024), ("Gi", 1024m * 1024 * 1024), ("Ti", 1024m * 1024 * 1024 * 1024),
        ("m", 0.001m), ("k", 1000m), ("M", 1000_000m), ("G", 1000_000_000m), ("T", 1000_000_000_000m),
    ];

    /// <summary>Reads "100m", "1", "64Mi"; null when it is no amount.</summary>
    public static long? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var (suffix, factor) = s_suffixes.FirstOrDefault(entry => text.EndsWith(entry.Suffix, StringComparison.Ordinal), (Suffix: "", Factor: 1m));
        return decimal.TryParse(text[..^suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1_000_000_000_000_000m / 1000
            ? (long)Math.Min(Math.Ceiling(number * factor * 1000), long.MaxValue / 4)
            : null;
    }

    /// <summary>What a pod asks for: the sum of its containers, or the largest of its init containers where that is more. A limit counts where there is no request.</summary>
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
            .Select(pair => (pair.Key, Parse(pair.Value.Text()) ?? 0));
    }
}
