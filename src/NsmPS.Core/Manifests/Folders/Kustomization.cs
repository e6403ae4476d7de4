using System.Text.Json;
using System.Text.Json.Nodes;

namespace NsmPS.Manifests.Folders;

/// <summary>One kustomization file, with everything that it names.</summary>
/// <param name="Folder">The real path of the folder that it stands for.</param>
/// <param name="File">The file.</param>
/// <param name="Fields">What it says.</param>
/// <param name="Entries">Its resources in their order: folders with a kustomization, and files of objects.</param>
internal sealed record Kustomization(string Folder, SourceFile File, JsonObject Fields, IReadOnlyList<KustomizationEntry> Entries)
{
    /// <summary>Its components, which only kubectl knows.</summary>
    public IReadOnlyList<KustomizationEntry> Components { get; init; } = [];

    /// <summary>The files it names besides, by the path that it writes.</summary>
    public IReadOnlyDictionary<string, SourceFile> Files { get; init; } = new Dictionary<string, SourceFile>();

    /// <summary>The names of fields that only kubectl knows, here and in what it names.</summary>
    public IReadOnlyList<(SourceFile File, string Field)> OnlyKubectl { get; init; } = [];

    /// <summary>URLs of its own repository that were read from the clone.</summary>
    public IReadOnlyList<string> Mapped { get; init; } = [];

    /// <summary>The kustomizations that it names.</summary>
    public IEnumerable<Kustomization> Children => Entries.Concat(Components).Select(entry => entry.Child).OfType<Kustomization>();

    /// <summary>A text of the file; null when it is not there.</summary>
    /// <exception cref="NsmException">ManifestInvalid when it is no text.</exception>
    public string? Text(string field) => Fields[field] is not { } node ? null
        : node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>()
        : throw Fault(field, $"{field} must be a text");

    /// <summary>The mappings of a list; empty when it is not there.</summary>
    /// <exception cref="NsmException">ManifestInvalid when it is no list of mappings.</exception>
    public IReadOnlyList<JsonObject> List(string field) => Fields[field] is null ? []
        : Fields[field] is JsonArray list && list.All(item => item is JsonObject) ? [.. list.Select(item => item!.AsObject())]
        : throw Fault(field, $"{field} must be a list of mappings");

    /// <summary>The texts of a list; empty when it is not there.</summary>
    /// <exception cref="NsmException">ManifestInvalid when it is no list of texts.</exception>
    public IReadOnlyList<string> Texts(string field) => TextsOf(Fields, field);

    /// <summary>The texts of a list of a mapping in the file.</summary>
    public IReadOnlyList<string> TextsOf(JsonObject mapping, string field) => mapping[field] is null ? []
        : mapping[field] is JsonArray list && list.All(item => item?.GetValueKind() == JsonValueKind.String)
            ? [.. list.Select(item => item!.GetValue<string>())]
        : throw Fault(field, $"{field} must be a list of texts");

    /// <summary>A mapping of texts; null when it is not there. Numbers and the like are no texts.</summary>
    /// <exception cref="NsmException">ManifestInvalid when it is no mapping of texts.</exception>
    public IReadOnlyDictionary<string, string> Pairs(JsonObject mapping, string field) => mapping[field] is null
        ? new Dictionary<string, string>()
        : mapping[field] is JsonObject pairs && pairs.All(pair => pair.Value?.GetValueKind() == JsonValueKind.String)
            ? pairs.ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>(), StringComparer.Ordinal)
        : throw Fault(field, $"{field} must be a mapping of texts; numbers and true or false need quotes");

    /// <summary>What is wrong in the file.</summary>
    public NsmException Fault(string at, string rule) => File.Fault(at, rule, "Correct the kustomization.");
}

/// <summary>One resource of a kustomization.</summary>
/// <param name="Written">As the kustomization names it.</param>
/// <param name="Target">The real path of the folder or file.</param>
/// <param name="Child">The kustomization of a folder; null for a file.</param>
/// <param name="Objects">The file of objects; null for a folder.</param>
internal sealed record KustomizationEntry(string Written, string Target, Kustomization? Child, SourceFile? Objects);
