using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes;

/// <summary>Whether selectors of Kubernetes choose an object.</summary>
internal static class LabelSelector
{
    /// <summary>Whether labels fulfil matchLabels and matchExpressions. An empty selector chooses all, a missing one nothing.</summary>
    public static bool Matches(JsonNode? selector, JsonNode? labels) => selector is JsonObject
        && (selector.At("matchLabels") as JsonObject ?? []).All(label => labels.Text(label.Key) == label.Value.Text())
        && selector.Items("matchExpressions").All(expression => Holds(expression, labels));

    /// <summary>The same where a missing selector chooses everything, as those of webhooks do.</summary>
    public static bool MatchesOrMissing(JsonNode? selector, JsonNode? labels) => selector is not JsonObject || Matches(selector, labels);

    /// <summary>Whether the selector of a service, a plain map of labels, chooses a pod; an empty one chooses none.</summary>
    public static bool Selects(JsonNode? selector, JsonObject pod) =>
        selector is JsonObject { Count: > 0 } labels && labels.All(label => pod.Label(label.Key) == label.Value.Text());

    private static bool Holds(JsonObject expression, JsonNode? labels)
    {
        string? value = labels.Text(expression.Text("key") ?? "");
        bool listed = value is not null && (expression["values"] as JsonArray ?? []).Any(entry => entry.Text() == value);
        return expression.Text("operator") switch
        {
            "In" => listed,
            "NotIn" => !listed,
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    }
}
