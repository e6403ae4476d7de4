using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Manifests.Folders;

/// <summary>The files that a kustomization names besides its resources.</summary>
internal static class KustomizationReferences
{
    public static IEnumerable<string> Of(Kustomization it) =>
    [
        .. it.List(KustomizationFields.Patches).Select(patch => Path(it, patch)).OfType<string>(),
        .. it.Texts(KustomizationFields.StrategicPatches).Where(patch => !IsInline(patch)),
        .. it.List(KustomizationFields.JsonPatches).Select(patch => Path(it, patch)).OfType<string>(),
        .. it.List(KustomizationFields.Replacements).Select(item => Path(it, item)).OfType<string>(),
        .. it.Texts(KustomizationFields.Configurations),
        .. it.Texts(KustomizationFields.Definitions),
        .. it.Fields[KustomizationFields.OpenApi] is JsonObject schema && Path(it, schema) is { } path ? [path] : Array.Empty<string>(),
        .. it.List(KustomizationFields.ConfigMaps).Concat(it.List(KustomizationFields.Secrets)).SelectMany(item => OfGenerator(it, item)),
    ];

    /// <summary>Whether an entry of patchesStrategicMerge is the patch itself.</summary>
    public static bool IsInline(string patch) => patch.Contains('\n', StringComparison.Ordinal);

    /// <summary>A file of a generator: <c>key=path</c>, or a path whose last part is the key.</summary>
    public static (string Key, string Path) Split(string written)
    {
        var at = written.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? (System.IO.Path.GetFileName(written), written) : (written[..at], written[(at + 1)..]);
    }

    private static IEnumerable<string> OfGenerator(Kustomization it, JsonObject generator) =>
        it.TextsOf(generator, "files").Select(written => Split(written).Path).Concat(it.TextsOf(generator, "envs"))
            .Concat(generator["env"].Text() is { } single ? [single] : []);

    private static string? Path(Kustomization it, JsonObject item) => item["path"] is null ? null
        : item["path"].Text() is { Length: > 0 } path ? path
        : throw it.Fault("path", "path must be a text");
}
