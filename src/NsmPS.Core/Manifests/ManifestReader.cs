using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Manifests;

/// <summary>Reads users' manifests within bounds: what a manifest is, is up to people and programs that are not trusted.</summary>
internal static class ManifestReader
{
    /// <summary>How large the text of a source may be, in bytes of UTF-8.</summary>
    public const int LargestSize = 2 * 1024 * 1024;

    /// <summary>How many objects a source may hold.</summary>
    public const int MostObjects = 500;

    private const string ListKind = "List";

    private static readonly string[] s_extensions = [".yaml", ".yml"];

    private static readonly string s_tooLarge = $"its files are together larger than {LargestSize / 1024} KiB";

    /// <summary>Reads texts that belong together; the bounds hold for all of them.</summary>
    /// <exception cref="NsmException">ManifestInvalid.</exception>
    public static ImmutableArray<JsonObject> Read(string source, IEnumerable<(string Source, string Text)> texts)
    {
        var left = LargestSize;
        var objects = new List<JsonObject>();
        foreach (var (place, text) in texts)
        {
            if (ForeignText.FindFault(text, LargestSize, out var size) is { } fault)
            {
                throw Invalid(place, fault);
            }

            left -= size;
            if (left < 0)
            {
                throw Invalid(source, s_tooLarge);
            }

            foreach (var document in ManifestDocuments.Read(text, place))
            {
                Add(document, objects, source, place);
            }
        }

        return Finish(objects, source);
    }

    /// <summary>Reads the YAML files of a folder, by name.</summary>
    /// <exception cref="NsmException">ManifestInvalid.</exception>
    public static ImmutableArray<JsonObject> ReadFolder(string folder)
    {
        try
        {
            var files = Directory.EnumerateFiles(folder)
                .Where(file => s_extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal);
            return Read(folder, files.Select(file => (file, ReadFile(file))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NsmException(NsmErrors.ManifestInvalid, $"{folder} cannot be read: {exception.Message}", folder, exception);
        }
    }

    private static string ReadFile(string file) => new FileInfo(file).Length > LargestSize
        ? throw Invalid(file, s_tooLarge)
        : File.ReadAllText(file);

    private static void Add(JsonObject item, List<JsonObject> objects, string source, string place)
    {
        if (item.Kind() == ListKind)
        {
            foreach (var entry in item["items"] as JsonArray ?? throw Invalid(place, "a List has no items"))
            {
                Add(entry as JsonObject ?? throw Invalid(place, "an item of a List is not an object"), objects, source, place);
            }

            return;
        }

        if (objects.Count == MostObjects)
        {
            throw Invalid(source, $"it holds more than {MostObjects} objects");
        }

        objects.Add(ManifestRules.Check(item, $"{place}, object {objects.Count + 1}"));
    }

    private static ImmutableArray<JsonObject> Finish(List<JsonObject> objects, string source) =>
        objects.Count > 0
            ? [.. objects.Select(item => item.Parent is null ? item : item.Clone())]
            : throw Invalid(source, "it holds no object");

    private static NsmException Invalid(string place, string rule) => new(NsmErrors.ManifestInvalid, $"{place}: {rule}.", place);
}
