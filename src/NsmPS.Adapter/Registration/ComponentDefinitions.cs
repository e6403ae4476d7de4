using System.Text.Json.Nodes;
using NsmPS.Adapter.Oam;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Adapter.Registration;

/// <summary>Makes the components of the model <c>network_service_mesh</c> from the releases' own definitions: for each release the mesh, and every kind that it brings.</summary>
internal static class ComponentDefinitions
{
    private const string CoreVersion = "core.meshmodel.dev/v1alpha1";
    private const string DisplayName = "Network Service Mesh";
    private const string Category = "Cloud Native Network";

    public static IEnumerable<ComponentDefinition> For(Catalog catalog) => catalog.Releases.Reverse().SelectMany(release =>
        catalog.Definitions(release.Version).Where(definition => (string?)definition["spec"]!["group"] == MeshComponents.Group).Select(definition => OfDefinition(definition, release.Version)).Prepend(OfMesh(release)));

    private static ComponentDefinition OfMesh(NsmRelease release)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["version"] = new JsonObject { ["type"] = "string", ["title"] = "Version", ["default"] = release.Version, ["enum"] = new JsonArray(release.Version) },
            },
        };
        return Make(MeshComponents.Mesh, CoreVersion, release.Version, schema);
    }

    private static ComponentDefinition OfDefinition(JsonObject definition, string release)
    {
        var spec = definition["spec"]!;
        var version = spec["versions"]![0]!;
        var schema = version["schema"]!["openAPIV3Schema"]!.DeepClone().AsObject();
        return Make((string)spec["names"]!["kind"]!, $"{spec["group"]}/{version["name"]}", release, schema);
    }

    private static ComponentDefinition Make(string kind, string apiVersion, string release, JsonObject schema) => new(kind, release, new JsonObject
    {
        ["kind"] = kind,
        ["apiVersion"] = apiVersion,
        ["displayName"] = Spaced(kind),
        ["format"] = "JSON",
        ["metadata"] = new JsonObject { ["primaryColor"] = "#00B39F", ["secondaryColor"] = "#00D3A9", ["shape"] = "circle", ["isAnnotation"] = false },
        ["model"] = new JsonObject
        {
            ["name"] = AdapterIdentity.ModelName,
            ["version"] = release,
            ["displayName"] = DisplayName,
            ["category"] = new JsonObject { ["name"] = Category, ["metadata"] = new JsonObject() },
            ["subCategory"] = "Service Mesh",
            ["metadata"] = new JsonObject(),
        },
        ["schema"] = schema.ToJsonString(),
    });

    private static string Spaced(string kind) => string.Concat(kind.Select((letter, index) => index > 0 && char.IsUpper(letter) ? $" {letter}" : $"{letter}"));
}
