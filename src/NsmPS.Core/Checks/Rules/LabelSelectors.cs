using System.Text.Json.Nodes;
using NsmPS.Cluster;

namespace NsmPS.Checks;

/// <summary>Whether a label selector of Kubernetes chooses an object.</summary>
internal static class LabelSelectors
{
    /// <summary>A selector that is missing or empty chooses everything.</summary>
    public static bool Matches(JsonNode? selector, JsonNode? labels) =>
        (selector.At("matchLabels") as JsonObject ?? []).All(label => labels.Text(label.Key) == label.Value.Text())
        && selector.Items("matchExpressions").All(expression => Matches(expression, labels));

    /// <summary>Whether the selector of a service, a plain map of labels, chooses a pod; an empty one chooses none.</summary>
    public static bool Selects(JsonNode? selector, JsonObject pod) => selector is JsonObject { Count: > 0 } labels && labels.All(label => pod.Label(label.Key) == label.Value.Text());

    private static bool Matches(JsonObject expression, JsonNode? labels)
    {
        var value = labels.Text(expression.Text("key") ?? "");
        var listed = value is not null && (expression["values"] as JsonArray ?? []).Any(entry => entry.Text() == value);
        return expression.Text("operator") switch
        {
            "In" => listed,
            "NotIn" => !listed,
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => true,
        };
    }
}
