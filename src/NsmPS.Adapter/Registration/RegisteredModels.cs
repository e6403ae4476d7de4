using System.Text.Json;
using System.Text.Json.Nodes;

namespace NsmPS.Adapter.Registration;

/// <summary>What a Meshery server shows of the model.</summary>
/// <param name="Versions">The releases that it shows.</param>
/// <param name="Components">The components that it names; a server of the older kind names none.</param>
internal sealed record RegisteredModels(IReadOnlySet<string> Versions, IReadOnlySet<ComponentName> Components)
{
    /// <summary>Whether a component is there. Of a release whose components the server does not name, all are taken to be there.</summary>
    public bool Has(ComponentName component) =>
        Components.Contains(component)
        || (Versions.Contains(component.Version) && !Components.Any(other => other.Version == component.Version));

    /// <summary>Reads an answer, a page of models or a bare list of them.</summary>
    /// <exception cref="JsonException">It is neither.</exception>
    public static RegisteredModels Read(JsonNode? answer)
    {
        var ours = Items(answer, "models").Where(model => Text(model["name"]) is null or AdapterIdentity.ModelName)
            .Select(model => (Version: VersionOf(model), Model: model)).Where(entry => entry.Version is not null).ToList();
        return new RegisteredModels(
            ours.Select(entry => entry.Version!).ToHashSet(),
            ours.SelectMany(entry => Kinds(entry.Model).Select(kind => new ComponentName(kind, entry.Version!))).ToHashSet());
    }

    /// <summary>Reads a page of components or a bare list of them.</summary>
    /// <exception cref="JsonException">It is neither.</exception>
    public static IReadOnlySet<ComponentName> ReadComponents(JsonNode? answer) => Items(answer, "components")
        .Select(component => (Kind: KindOf(component), Version: component["model"] is JsonObject model ? VersionOf(model) : null))
        .Where(entry => entry is { Kind: not null, Version: not null })
        .Select(entry => new ComponentName(entry.Kind!, entry.Version!)).ToHashSet();

    private static IEnumerable<JsonObject> Items(JsonNode? answer, string member) => answer switch
    {
        JsonArray list => list.OfType<JsonObject>(),
        JsonObject page when page.ContainsKey(member) => (page[member] as JsonArray ?? []).OfType<JsonObject>(),
        _ => throw new JsonException($"The answer has no {member}."),
    };

    private static string? VersionOf(JsonObject model) =>
        Text((model["model"] as JsonObject)?["version"]) is { Length: > 0 } registered ? registered : Text(model["version"]);

    private static IEnumerable<string> Kinds(JsonObject model) => (model["components"] as JsonArray ?? []).OfType<JsonObject>()
        .Select(KindOf).OfType<string>();

    private static string? KindOf(JsonObject component) =>
        Text((component["component"] as JsonObject)?["kind"]) is { Length: > 0 } kind ? kind : Text(component["kind"]);

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
