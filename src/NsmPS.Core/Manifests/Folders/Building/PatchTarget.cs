using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NsmPS.Kubernetes;

namespace NsmPS.Manifests.Folders.Building;

/// <summary>The objects that a patch is for. Kind, name, namespace, group and version are patterns of the whole text.</summary>
internal sealed class PatchTarget
{
    private static readonly string[] s_patterns = ["group", "version", "kind", "name", "namespace"];

    private readonly Dictionary<string, Regex> _patterns = [];
    private readonly IReadOnlyList<(string Key, string Value)> _labels;
    private readonly IReadOnlyList<(string Key, string Value)> _annotations;

    private PatchTarget(Kustomization it, JsonObject target)
    {
        foreach (var field in s_patterns.Where(field => target.Text(field) is { Length: > 0 }))
        {
            var text = target.Text(field)!;
            try
            {
                _patterns[field] = new Regex($"^(?:{text})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            }
            catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
            {
                throw it.Fault(text, $"the target's {field} is no pattern");
            }
        }

        _labels = Pairs(it, target, "labelSelector");
        _annotations = Pairs(it, target, "annotationSelector");
    }

    /// <summary>The objects that a target means.</summary>
    /// <exception cref="NsmException">ManifestInvalid for a pattern or selector that is not understood.</exception>
    public static PatchTarget Of(Kustomization it, JsonObject target) => new(it, target);

    public bool Fits(Piece piece)
    {
        var version = piece.Item.Text("apiVersion") ?? "";
        return Fits("group", ManifestStages.GroupOf(piece.Item.Key())) && Fits("version", version[(version.IndexOf('/') + 1)..])
            && Fits("kind", piece.Kind)
            && (!_patterns.TryGetValue("name", out var name) || piece.Names.Any(name.IsMatch))
            && (!_patterns.TryGetValue("namespace", out var home) || piece.Namespaces.Any(home.IsMatch))
            && _labels.All(pair => piece.Item.Label(pair.Key) == pair.Value)
            && _annotations.All(pair => piece.Item.Text("metadata", "annotations", pair.Key) == pair.Value);
    }

    private bool Fits(string field, string text) => !_patterns.TryGetValue(field, out var pattern) || pattern.IsMatch(text);

    private static IReadOnlyList<(string, string)> Pairs(Kustomization it, JsonObject target, string field) =>
    [
        .. (target.Text(field) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(pair =>
            pair.Split('=', StringSplitOptions.TrimEntries) is [{ Length: > 0 } key, .. { Length: 1 or 2 } rest]
                && !key.EndsWith('!') && !key.Contains(' ', StringComparison.Ordinal) && (rest.Length == 1 || rest[0].Length == 0)
                ? (key, rest[^1])
                : throw it.Fault(pair, $"without kubectl NsmPS understands only key=value in {field}")),
    ];
}
