using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NsmPS.Kubernetes.Health;

/// <summary>What keeps a namespace or a definition that is being deleted, and what mends the cause. Taking the finalizer off would leave
/// objects behind that come back with the next namespace of that name.</summary>
/// <param name="Reasons">What Kubernetes says.</param>
/// <param name="Remedy">What helps; empty where nothing but time is needed.</param>
internal sealed partial record DeletionObstacles(IReadOnlyList<string> Reasons, string Remedy)
{
    private const string Again = "; then run the same command again, or wait.";
    private const string Conversion = "conversion webhook";
    private const string ObjectsStay = "CustomResources remaining";

    // In the order in which one leads to the next.
    private static readonly string[] s_causes = ["NamespaceDeletionDiscoveryFailure", "NamespaceDeletionGroupVersionParsingFailure",
        "NamespaceDeletionContentFailure"];

    private static readonly string[] s_rest = ["NamespaceContentRemaining", "NamespaceFinalizersRemaining"];

    /// <summary>Reads the conditions of an object that is being deleted.</summary>
    public static DeletionObstacles Of(JsonObject item)
    {
        string[] types = item.Kind() switch
        {
            "Namespace" => [.. s_causes, .. s_rest],
            "CustomResourceDefinition" => ["Terminating"],
            _ => [],
        };
        var found = types.Where(item.HasCondition).Select(type => (Type: type, Text: Text(item.Condition(type)))).ToArray();
        return new DeletionObstacles([.. found.Select(entry => $"{entry.Type}: {entry.Text}")],
            string.Join(" ", found.Select(entry => Mend(entry.Type, entry.Text)).Where(text => text.Length > 0).Distinct().Take(1)));
    }

    private static string Mend(string type, string text) =>
        text.Contains(Conversion, StringComparison.Ordinal)
            ? $"The API server cannot read objects of {Kind(text)} without its conversion webhook, so it cannot delete them: bring the "
                + $"webhook's service back, or set spec.conversion.strategy of its definition to None{Again}"
        : Webhook().Match(text) is { Success: true } match
            ? $"Webhook '{match.Groups["name"].Value}' does not let objects be deleted: mend what it wants or bring it back, or, if it "
                + $"is gone for good, delete its configuration{Again}"
        : type == s_causes[0]
            ? (Groups(text) is { Length: > 0 } services
                ? $"An API service does not answer: bring the server behind {services} back, or, if it is gone for good, delete the "
                    + $"APIService {services}{Again}"
                : $"An API service does not answer: 'kubectl get apiservice' shows which; bring it back, or delete the APIService{Again}")
        : type == s_causes[1] ? $"An API service tells a group or version that cannot be read: mend or delete that APIService{Again}"
        : type == s_causes[2] ? $"Objects cannot be deleted: mend what the message names, most often a webhook or an API service{Again}"
        : type == s_rest[1] || text.Contains(ObjectsStay, StringComparison.Ordinal)
            ? "A controller must take its finalizer off the objects: bring that controller back. Only where it is gone "
                + "for good, take the finalizer off those objects, never off the namespace."
        : "";

    /// <summary>The names of API services, of the groups and versions that a message names.</summary>
    private static string Groups(string text) => string.Join(", ", GroupVersion().Matches(text)
        .Select(match => $"{match.Groups["version"].Value}.{match.Groups["group"].Value}").Distinct());

    private static string Kind(string text) =>
        ConvertedKind().Match(text) is { Success: true } match ? match.Groups["kind"].Value : "a kind";

    private static string Text(JsonObject? condition) => condition.Text("message") ?? condition.Text("reason") ?? "";

    [GeneratedRegex(@"\b(?<group>[a-z0-9-]+(?:\.[a-z0-9-]+)+)/(?<version>v\d+(?:(?:alpha|beta)\d+)?)\b")]
    private static partial Regex GroupVersion();

    [GeneratedRegex(@"\bwebhook ""(?<name>[^""]+)""")]
    private static partial Regex Webhook();

    [GeneratedRegex(@"conversion webhook for (?<kind>.+?) failed")]
    private static partial Regex ConvertedKind();
}
