using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Apply;

/// <summary>The kinds that the definitions among some objects define.</summary>
internal static class DefinedTypes
{
    /// <summary>By apiVersion and kind, how they will be served.</summary>
    public static IReadOnlyDictionary<(string ApiVersion, string Kind), ResourceType> In(IEnumerable<JsonObject> objects)
    {
        var types = new Dictionary<(string, string), ResourceType>();
        foreach (var type in objects.Where(item => item.Kind() == KnownTypes.CustomResourceDefinitions.Kind).SelectMany(Of))
        {
            types[(type.ApiVersion, type.Kind)] = type;
        }

        return types;
    }

    /// <summary>The kinds of one definition, one for each version.</summary>
    public static IEnumerable<ResourceType> Of(JsonObject definition) =>
        definition.Text("spec", "group") is { } group && definition.Text("spec", "names", "kind") is { } kind && definition.Text("spec", "names", "plural") is { } plural
            ? definition.Items("spec", "versions").Select(version => version.Text("name")).OfType<string>()
                .Select(version => new ResourceType($"{group}/{version}", kind, plural, definition.Text("spec", "scope") == "Namespaced"))
            : [];
}
