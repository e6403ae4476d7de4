using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Cluster;
using NsmPS.Manifests.Yaml;

namespace NsmPS.Manifests;

/// <summary>Reads users' manifests within bounds: what a manifest is, is up to people and programs that are not trusted.</summary>
internal static class ManifestReader
{
    /// <summary>How large the text of a source may be, in bytes of UTF-8.</summary>
    public const int LargestSize = 2 * 1024 * 1024;

    /// <summary>How many objects a source may hold.</summary>
    public const int MostObjects = 500;

    private const string ListKind = "List";
    private const char ByteOrderMark = '\uFEFF';

    private static readonly string[] s_extensions = [".yaml", ".yml"];

    private static readonly string s_tooLarge = $"its files are together larger than {LargestSize / 1024} KiB";

    private static readonly JsonDocumentOptions s_json = new() { AllowDuplicateProperties = false, MaxDepth = YamlReader.DepthLimit };

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

            foreach (var document in Parse(text, place))
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
            var files = Directory.EnumerateFiles(folder).Where(file => s_extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);
            return Read(folder, files.Select(file => (file, ReadFile(file))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NsmException(NsmErrors.ManifestInvalid, $"{folder} cannot be read: {exception.Message}", folder, exception);
        }
    }

    /// <summary>Copies and checks objects.</summary>
    /// <exception cref="NsmException">ManifestInvalid.</exception>
    public static ImmutableArray<JsonObject> Check(IEnumerable<JsonObject> items, string source)
    {
        var objects = new List<JsonObject>();
        foreach (var item in items)
        {
            if (IsDeeper(item, YamlReader.DepthLimit))
            {
                throw Invalid(source, $"an object is nested more than {YamlReader.DepthLimit} levels deep");
            }

            Add(item.Clone(), objects, source, source);
        }

        return Finish(objects, source);
    }

    private static IReadOnlyList<JsonObject> Parse(string text, string place)
    {
        var content = text.TrimStart(ByteOrderMark);
        return ParseJson(content) is { } json ? [json] : YamlReader.Read(content, place);
    }

    /// <summary>A single JSON document is read as JSON: YAML takes no tabs before its lines. Anything else is YAML's to judge.</summary>
    private static JsonObject? ParseJson(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{"))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text, documentOptions: s_json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
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
        objects.Count > 0 ? [.. objects.Select(item => item.Parent is null ? item : item.Clone())] : throw Invalid(source, "it holds no object");

    private static bool IsDeeper(JsonNode? node, int left) => left < 0 || node switch
    {
        JsonObject mapping => mapping.Any(entry => IsDeeper(entry.Value, left - 1)),
        JsonArray array => array.Any(entry => IsDeeper(entry, left - 1)),
        _ => false,
    };

    private static NsmException Invalid(string place, string rule) => new(NsmErrors.ManifestInvalid, $"{place}: {rule}.", place);
}
