using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Nsm.Catalogue;

/// <summary>Reads catalogue files and manifests of one manifest folder.</summary>
internal static class CatalogReader
{
    public const string CatalogName = "catalog.yaml";

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Every catalogue file of the folders directly below <paramref name="folder"/>, by folder name.</summary>
    public static IReadOnlyList<(string Folder, T File)> ReadAll<T>(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Where(entry => File.Exists(Path.Combine(entry, CatalogName)))
            .Select(entry => (entry, Read<T>(Path.Combine(entry, CatalogName))))];

    /// <summary>The objects of one manifest file of a catalogue entry.</summary>
    public static IReadOnlyList<JsonObject> ReadManifest(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        if (Path.IsPathRooted(file) || file.Split('/', '\\').Contains("..") || !File.Exists(path))
        {
            throw new NsmException(NsmErrors.CatalogInvalid, $"The catalogue in {folder} names the manifest '{file}', which is not a file of that folder.", path);
        }

        var objects = ManifestDocuments.Read(File.ReadAllText(path), path);
        foreach (var item in objects)
        {
            RequireIdentity(item, path);
        }

        return objects;
    }

    /// <summary>One catalogue file.</summary>
    public static T Read<T>(string path)
    {
        var documents = ManifestDocuments.Read(File.ReadAllText(path), path);
        if (documents.Count != 1)
        {
            throw new NsmException(NsmErrors.CatalogInvalid, $"{path} holds {documents.Count} documents instead of one.", path);
        }

        try
        {
            return documents[0].Deserialize<T>(s_options) ?? throw new JsonException("it is empty");
        }
        catch (JsonException exception)
        {
            throw new NsmException(NsmErrors.CatalogInvalid, $"{path} is not a valid catalogue: {exception.Message}", path, exception);
        }
    }

    private static void RequireIdentity(JsonObject item, string path)
    {
        if (item["apiVersion"] is null || item["kind"] is null || item["metadata"]?["name"] is null)
        {
            throw new NsmException(NsmErrors.ManifestInvalid, $"{path} holds an object without apiVersion, kind or metadata.name.", path);
        }
    }
}
