using System.Globalization;
using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Admission;

/// <summary>Which pods a ResourceQuota has no room for, or refuses because they do not say what they need.</summary>
internal static class QuotaRules
{
    /// <summary>What a quota refuses of pods that do not exist yet; none where it has room for all of them.</summary>
    /// <param name="quota">The ResourceQuota. One for pods of a certain kind only is not judged.</param>
    /// <param name="pods">Specifications of pods, and how many of each come.</param>
    /// <param name="defaulted">Whether a LimitRange of the namespace may give containers what they do not say.</param>
    public static IEnumerable<string> Obstacles(JsonObject quota, IReadOnlyList<(JsonNode? Spec, int Count)> pods, bool defaulted)
    {
        if (quota.At("spec", "scopes") is JsonArray { Count: > 0 } || quota.At("spec", "scopeSelector") is not null)
        {
            yield break;
        }

        foreach (var (name, value) in quota.At("spec", "hard") as JsonObject ?? [])
        {
            if (Quantity.Parse(value.Text()) is not { } hard || Part(name) is not var (list, resource))
            {
                continue;
            }

            if (list is not null && !defaulted
                && pods.Any(pod => Containers(pod.Spec).Any(container => Value(container, list, resource) is null)))
            {
                yield return $"pods must specify {name}, and not all do";
                continue;
            }

            var used = Quantity.Parse(quota.Text("status", "used", name)) ?? 0;
            var needed = pods.Sum(pod => pod.Count
                * (list is null ? 1 : Containers(pod.Spec).Sum(container => Value(container, list, resource) ?? 0)));
            if (needed > hard - used)
            {
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"{name}: {hard - used:0.###} left of {hard:0.###}, needed {needed:0.###}");
            }
        }
    }

    /// <summary>Where containers say it, and its name there; null in the first place for what counts pods.</summary>
    private static (string? List, string Resource)? Part(string name) => name switch
    {
        "pods" or "count/pods" => (null, name),
        "cpu" or "memory" => ("requests", name),
        "requests.cpu" or "requests.memory" or "limits.cpu" or "limits.memory" => (name.Split('.')[0], name.Split('.')[1]),
        _ => null,
    };

    private static IEnumerable<JsonObject> Containers(JsonNode? spec) => spec.Items("containers");

    /// <summary>A request that is not there is what the limit is.</summary>
    private static decimal? Value(JsonObject container, string list, string resource) =>
        Quantity.Parse(container.Text("resources", list, resource))
        ?? (list == "requests" ? Quantity.Parse(container.Text("resources", "limits", resource)) : null);
}
