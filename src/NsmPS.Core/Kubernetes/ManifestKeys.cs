using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes;

/// <summary>Reads which object a manifest or an answer describes.</summary>
internal static class ManifestKeys
{
    /// <summary>The object's key; a missing name is allowed where the server makes one from <c>generateName</c>.</summary>
    /// <exception cref="NsmException">apiVersion, kind or name is missing.</exception>
    public static ObjectKey Read(JsonObject manifest)
    {
        var metadata = manifest["metadata"] as JsonObject;
        string? apiVersion = Text(manifest, "apiVersion");
        string? kind = Text(manifest, "kind");
        string? name = Text(metadata, "name") ?? Text(metadata, "generateName");
        return apiVersion is null || kind is null || name is null
            ? throw new NsmException(NsmErrors.ManifestInvalid, $"An object lacks apiVersion, kind or name: {kind ?? "?"}/{name ?? "?"} of '{apiVersion ?? "?"}'.")
            : new ObjectKey(apiVersion, kind, Text(metadata, "namespace"), name);
    }

    private static string? Text(JsonObject? node, string name) =>
        node?[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
