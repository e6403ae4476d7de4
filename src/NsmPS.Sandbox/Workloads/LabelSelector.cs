using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads;

/// <summary>Kubernetes' label selectors: matchLabels and matchExpressions.</summary>
internal static class LabelSelector
{
    /// <summary>Whether labels fulfil a selector. An empty selector matches everything, a missing one nothing.</summary>
    public static bool Matches(JsonObject? selector, JsonObject? labels) => selector is not null
        && (selector["matchLabels"] as JsonObject ?? []).All(pair => labels.Text(pair.Key) == pair.Value.Text())
        && selector.Items("matchExpressions").All(expression => Holds(expression, labels));

    /// <summary>Whether an object's labels hold every pair of a simple selector, as Services have them; false for an empty one.</summary>
    public static bool MatchesAll(JsonObject? pairs, JsonObject item) =>
        pairs is { Count: > 0 } && pairs.All(pair => item.Label(pair.Key) == pair.Value.Text());

    public static JsonObject? LabelsOf(JsonObject item) => item.At("metadata", "labels") as JsonObject;

    private static bool Holds(JsonObject expression, JsonObject? labels)
    {
        var value = labels.Text(expression.Text("key") ?? "");
        bool Listed() => value is not null && (expression["values"] as JsonArray ?? []).Any(entry => entry.Text() == value);
        return expression.Text("operator") switch
        {
            "In" => Listed(),
            "NotIn" => !Listed(),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    }
}
