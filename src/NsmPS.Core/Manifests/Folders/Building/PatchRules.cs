using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Manifests.Folders.Building;

/// <summary>Carries out the patches of a kustomization.</summary>
internal static class PatchRules
{
    private static readonly string[] s_fields = ["path", "patch", "target"];
    private static readonly string[] s_targetFields = ["group", "version", "kind", "name", "namespace", "labelSelector",
        "annotationSelector"];

    /// <summary>Those of <c>patchesStrategicMerge</c> and <c>patches</c>.</summary>
    public static void ApplyMerges(Kustomization it, List<Piece> pieces)
    {
        foreach (var written in it.Texts(KustomizationFields.StrategicPatches))
        {
            var (file, text) = KustomizationReferences.IsInline(written) ? (it.File, written) : (it.Files[written], it.Files[written].Text);
            Merge(file, ManifestDocuments.Read(text, file.Shown), null, pieces);
        }

        foreach (var entry in it.List(KustomizationFields.Patches))
        {
            Apply(it, entry, KustomizationFields.Patches, pieces);
        }
    }

    /// <summary>Those of <c>patchesJson6902</c>: they come after everything else.</summary>
    public static void ApplyJsonPatches(Kustomization it, List<Piece> pieces)
    {
        foreach (var entry in it.List(KustomizationFields.JsonPatches))
        {
            Apply(it, entry, KustomizationFields.JsonPatches, pieces);
        }
    }

    private static void Apply(Kustomization it, JsonObject entry, string field, List<Piece> pieces)
    {
        Unknown.Refuse(it, entry, s_fields, field);
        var (path, inline) = (entry.Text("path"), entry.Text("patch"));
        if (path is null == inline is null)
        {
            throw it.Fault(path ?? field, $"an entry of {field} needs either path or patch");
        }

        var (file, text) = path is null ? (it.File, inline!) : (it.Files[path], it.Files[path].Text);
        PatchTarget? target = null;
        if (entry["target"] is JsonObject wanted)
        {
            Unknown.Refuse(it, wanted, s_targetFields, "target");
            target = PatchTarget.Of(it, wanted);
        }

        if (Root(file, text) is JsonArray operations)
        {
            Operate(file, path is null ? field : null, operations, target
                ?? throw it.Fault(path ?? field, $"a JSON patch of {field} needs a target"), pieces);
        }
        else
        {
            Merge(file, ManifestDocuments.Read(text, file.Shown), target, pieces);
        }
    }

    private static JsonNode? Root(SourceFile file, string text)
    {
        try
        {
            return DocumentReader.ReadFirst(text, ReadLimits.Manifest);
        }
        catch (ReadException exception)
        {
            throw file.Fault(null, ShownText.Of(exception.Message.TrimEnd('.'), 300), "Correct the patch.");
        }
    }

    private static void Operate(SourceFile file, string? at, JsonArray operations, PatchTarget target, List<Piece> pieces)
    {
        foreach (var piece in pieces.Where(target.Fits))
        {
            try
            {
                piece.Item = JsonPatch.Apply(piece.Item, operations);
            }
            catch (FormatException exception)
            {
                throw file.Fault(at, $"the patch of {piece.Item.Key()} does not fit: {exception.Message}", "Correct the patch.");
            }
        }
    }

    private static void Merge(SourceFile file, IReadOnlyList<JsonObject> patches, PatchTarget? target, List<Piece> pieces)
    {
        foreach (var patch in patches)
        {
            Piece[] meant = [.. pieces.Where(target is null ? piece => IsMeant(piece, patch) : target.Fits)];
            if (meant.Length == 0 && target is null)
            {
                throw file.Fault(patch.Name(), $"there is no {patch.Kind()} '{patch.Name()}'"
                    + $"{(patch.Namespace() is { } home ? $" in namespace '{home}'" : "")} for the patch",
                    "Correct the patch's kind and name, or add what it means to the resources.");
            }

            foreach (var piece in meant)
            {
                Merge(file, piece, patch, pieces);
            }
        }
    }

    private static void Merge(SourceFile file, Piece piece, JsonObject patch, List<Piece> pieces)
    {
        if (StrategicMerge.Deletes(patch))
        {
            pieces.Remove(piece);
            return;
        }

        var (kind, name, home) = (piece.Kind, piece.Item.Name(), piece.Item.Namespace());
        try
        {
            StrategicMerge.Apply(piece.Item, patch, IsKubernetes(piece.Item));
        }
        catch (FormatException exception)
        {
            throw file.Fault(patch.Name(), $"the patch of {kind} '{name}' does not fit: {exception.Message}", "Correct the patch.");
        }

        // A patch finds an object by these; it does not change them.
        piece.Item["kind"] = kind;
        piece.Item.Ensure("metadata")["name"] = name;
        if (home is null)
        {
            piece.Item.Ensure("metadata").Remove("namespace");
        }
        else
        {
            piece.Item.Ensure("metadata")["namespace"] = home;
        }
    }

    private static bool IsMeant(Piece piece, JsonObject patch) => piece.Kind == patch.Kind() && piece.IsCalled(patch.Name())
        && piece.IsIn(patch.Namespace()) && ManifestStages.GroupOf(piece.Item.Key()) == ManifestStages.GroupOf(patch.Key());

    private static bool IsKubernetes(JsonObject item) => ManifestStages.GroupOf(item.Key()) is var group
        && (!group.Contains('.', StringComparison.Ordinal) || group.EndsWith(".k8s.io", StringComparison.Ordinal));
}
