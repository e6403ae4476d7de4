using System.Text.Json.Nodes;
using NsmPS.Adapter.Oam;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Adapter.Registration;

/// <summary>Makes the components of the model <c>network_service_mesh</c> from the releases' own definitions: for each release the mesh,
/// and every kind that it brings.</summary>
internal static class ComponentDefinitions
{
    private const string CoreVersion = "core.meshmodel.dev/v1alpha1";
    private const string DisplayName = "Network Service Mesh";
    private const string Category = "Cloud Native Network";
    private const string ComponentSchema = "components.meshery.io/v1beta3";
    private const string ModelSchema = "models.meshery.io/v1beta2";
    private const string DefinitionVersion = "v1.0.0";
    private const string PrimaryColor = "#00B39F";
    private const string SecondaryColor = "#00D3A9";
    private const string Shape = "circle";

    // The default release last: Meshery's page turns the order of versions round, preselects the first and always sends it.
    public static IEnumerable<ComponentDefinition> For(Catalog catalog) => catalog.Releases.Reverse()
        .OrderBy(release => release == catalog.DefaultRelease).SelectMany(release =>
        catalog.Definitions(release.Version).Where(definition => (string?)definition["spec"]!["group"] == MeshComponents.Group)
            .Select(definition => OfDefinition(definition, release.Version)).Prepend(OfMesh(release)));

    private static ComponentDefinition OfMesh(NsmRelease release)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["version"] = new JsonObject
                {
                    ["type"] = "string",
                    ["title"] = "Version",
                    ["default"] = release.Version,
                    ["enum"] = new JsonArray(release.Version)
                },
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

    // Servers of two generations read one document: older ones kind, schema and model.version at the top, today's component, schemaVersion
    // and model.model.version. Both pass over what they do not know.
    private static ComponentDefinition Make(string kind, string apiVersion, string release, JsonObject schema)
    {
        var text = schema.ToJsonString();
        return new ComponentDefinition(kind, release, new JsonObject
        {
            ["id"] = StableId.Of(AdapterIdentity.ModelName, release, kind),
            ["schemaVersion"] = ComponentSchema,
            ["version"] = DefinitionVersion,
            ["kind"] = kind,
            ["apiVersion"] = apiVersion,
            ["displayName"] = Spaced(kind),
            ["description"] = $"{Spaced(kind)} of {DisplayName} {release}",
            ["format"] = "JSON",
            ["status"] = "enabled",
            ["metadata"] = new JsonObject
            {
                ["genealogy"] = "",
                ["isAnnotation"] = false,
                ["isNamespaced"] = kind != MeshComponents.Mesh,
                ["published"] = true,
                ["instanceDetails"] = new JsonObject(),
                ["configurationUISchema"] = "",
                ["primaryColor"] = PrimaryColor,
                ["secondaryColor"] = SecondaryColor,
                ["shape"] = Shape,
            },
            ["styles"] = new JsonObject
            {
                ["primaryColor"] = PrimaryColor,
                ["secondaryColor"] = SecondaryColor,
                ["shape"] = Shape,
                ["svgColor"] = "",
                ["svgWhite"] = "",
                ["svgComplete"] = "",
            },
            ["model"] = Model(release),
            ["configuration"] = new JsonObject(),
            ["component"] = new JsonObject { ["kind"] = kind, ["version"] = apiVersion, ["schema"] = text },
            ["schema"] = text,
        });
    }

    /// <summary>The model of a release, as components name it and as a package holds it.</summary>
    public static JsonObject Model(string release) => new()
    {
        ["id"] = StableId.Of(AdapterIdentity.ModelName, release),
        ["schemaVersion"] = ModelSchema,
        ["version"] = release,
        ["name"] = AdapterIdentity.ModelName,
        ["displayName"] = DisplayName,
        ["description"] = $"{DisplayName} {release}",
        ["status"] = "enabled",
        ["registrant"] = new JsonObject
        {
            ["name"] = AdapterIdentity.LogName,
            ["kind"] = AdapterIdentity.ModelName,
            ["type"] = "platform",
            ["subType"] = AdapterIdentity.Type,
            ["status"] = "registered",
        },
        ["category"] = new JsonObject { ["name"] = Category, ["metadata"] = new JsonObject() },
        ["subCategory"] = "Service Mesh",
        ["metadata"] = new JsonObject
        {
            ["isAnnotation"] = false,
            ["primaryColor"] = PrimaryColor,
            ["secondaryColor"] = SecondaryColor,
            ["shape"] = Shape,
            ["svgColor"] = "",
            ["svgWhite"] = "",
            ["svgComplete"] = "",
        },
        ["model"] = new JsonObject { ["version"] = release },
    };

    private static string Spaced(string kind) =>
        string.Concat(kind.Select((letter, index) => index > 0 && char.IsUpper(letter) ? $" {letter}" : $"{letter}"));
}
