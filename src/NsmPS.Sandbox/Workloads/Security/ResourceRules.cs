using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Security;

/// <summary>Which writes the rules of webhooks and policies mean.</summary>
internal static class ResourceRules
{
    /// <summary>Whether a match of a policy or binding covers a write; a missing one covers everything.</summary>
    /// <param name="match">The rules and selectors.</param>
    /// <param name="operation">What is done: <c>CREATE</c>.</param>
    /// <param name="kind">The kind of the object.</param>
    /// <param name="item">The object.</param>
    /// <param name="space">Its namespace; null when it has none.</param>
    public static bool Cover(JsonNode? match, string operation, ResourceKind kind, JsonObject item, JsonObject? space) =>
        (match.At("resourceRules") is not JsonArray { Count: > 0 } || Named(match, "resourceRules", operation, kind, item))
        && !Named(match, "excludeResourceRules", operation, kind, item) && Select(match, item, space);

    /// <summary>Whether a rule names an operation on objects of a kind.</summary>
    public static bool Cover(JsonObject rule, string operation, ResourceKind kind) =>
        Lists(rule, "operations", operation) && Lists(rule, "apiGroups", kind.Group) && Lists(rule, "apiVersions", kind.Version)
        && Lists(rule, "resources", kind.Plural)
        && (rule.Text("scope") is not { } scope || scope == "*" || scope == "Namespaced" == kind.Namespaced);

    /// <summary>Whether the selectors of a webhook or policy choose an object and its namespace.</summary>
    public static bool Select(JsonNode? match, JsonObject item, JsonObject? space) =>
        (space is null || LabelSelector.MatchesOrMissing(match.At("namespaceSelector"), space.At("metadata", "labels")))
        && LabelSelector.MatchesOrMissing(match.At("objectSelector"), item.At("metadata", "labels"));

    private static bool Named(JsonNode? match, string rules, string operation, ResourceKind kind, JsonObject item) =>
        match.Items(rules).Any(rule => Cover(rule, operation, kind)
            && (rule["resourceNames"] is not JsonArray { Count: > 0 } || Lists(rule, "resourceNames", item.Name())));

    private static bool Lists(JsonObject rule, string field, string value) =>
        (rule[field] as JsonArray ?? []).Any(entry => entry.Text() is { } text && (text == "*" || text == value));
}
