using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Adapter.Oam;

/// <summary>One component of a design.</summary>
internal sealed record DesignComponent(string Kind, string Name, string Namespace, string Version, string ApiVersion, JsonObject Settings)
{
    private const int DepthLimit = 32;
    private const int NameLimit = 253;

    /// <summary>Reads a component's JSON. Old servers put the type into <c>spec.type</c>, others into <c>kind</c>.</summary>
    /// <exception cref="NsmException">ComponentUnknown.</exception>
    public static DesignComponent Read(string json)
    {
        var root = Parse(json);
        var spec = root["spec"] as JsonObject;
        var metadata = root["metadata"] as JsonObject;
        var kind = Text(spec, "type") is { Length: > 0 } type ? type : Text(root, "kind");
        var name = Text(metadata, "name") is { Length: > 0 } given ? given : Text(root, "name");
        var component = new DesignComponent(kind.Split('.')[0], name, Text(metadata, "namespace"), Text(spec, "version"),
            Text(root, "apiVersion"), spec?["settings"] as JsonObject ?? []);
        return component.Kind.Length > 0 && component.Name.Length is > 0 and <= NameLimit
            ? component
            : throw Invalid($"it needs a type and a name of at most {NameLimit} characters");
    }

    /// <summary>The Kubernetes object that it stands for.</summary>
    public JsonObject ToObject(string @namespace)
    {
        // A user's design may hold a whole object or only its spec.
        var spec = Settings["spec"] as JsonObject ?? Settings;
        return new JsonObject
        {
            ["apiVersion"] = MeshComponents.ObjectVersions.FirstOrDefault(version => version == ApiVersion)
                ?? MeshComponents.ObjectVersions[0],
            ["kind"] = Kind,
            ["metadata"] = new JsonObject { ["name"] = Name, ["namespace"] = @namespace },
            ["spec"] = spec.DeepClone(),
        };
    }

    private static JsonObject Parse(string json)
    {
        try
        {
            return JsonReader.ReadObject(json, DepthLimit);
        }
        catch (FormatException exception)
        {
            throw Invalid(exception.Message);
        }
    }

    private static string Text(JsonObject? node, string key) =>
        node?[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    private static NsmException Invalid(string rule) => new(NsmErrors.ComponentUnknown, $"The component cannot be used: {rule}.");
}
