using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Store;

/// <summary>A served kind that a CustomResourceDefinition defines.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Schema">What its objects may look like; null for anything.</param>
/// <param name="ShortNames">Short names of it.</param>
/// <param name="Columns">The columns of its tables.</param>
/// <param name="Since">Since when it is established.</param>
internal sealed record Definition(ResourceKind Kind, JsonObject? Schema, IReadOnlyList<string> ShortNames,
    IReadOnlyList<JsonObject> Columns, DateTimeOffset Since)
{
    /// <summary>What a definition serves, a version each.</summary>
    public static IEnumerable<Definition> Read(JsonObject crd, DateTimeOffset since = default)
    {
        var spec = crd["spec"];
        return from version in spec.Items("versions")
               where version.Text("served") == "true"
               select new Definition(
                   new ResourceKind(
                       spec.Text("group") ?? "", version.Text("name") ?? "", spec.Text("names", "plural")
                           ?? "", spec.Text("names", "kind") ?? "",
                       spec.Text("scope") == "Namespaced", version.At("subresources", JsonObjects.StatusField) is not null),
                   version.At("schema", "openAPIV3Schema") as JsonObject,
                   [.. (spec.At("names", "shortNames") as JsonArray ?? []).Select(name => name.Text() ?? "")],
                   [.. version.Items("additionalPrinterColumns")],
                   since);
    }

    public static bool IsEstablished(JsonObject crd) => crd.Items(JsonObjects.StatusField, "conditions")
        .Any(condition => condition.Text("type") == "Established" && condition.Text(JsonObjects.StatusField) == "True");
}
