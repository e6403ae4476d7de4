using NsmPS.Kubernetes;

namespace NsmPS.Manifests.Folders.Building;

/// <summary>Builds the objects of a kustomization as kustomize does, as far as NSM's own examples need it.</summary>
internal static class KustomizationBuilder
{
    /// <summary>The objects of a kustomization.</summary>
    /// <exception cref="NsmException">ManifestInvalid, also for a field that only kubectl knows.</exception>
    public static IReadOnlyList<Piece> Build(Kustomization kustomization)
    {
        if (kustomization.OnlyKubectl is [var (file, field), ..])
        {
            throw file.Fault(field, $"without kubectl NsmPS does not know the field {field}",
                "Put kubectl on PATH, or build the folder with kustomize and give a folder with what comes out.");
        }

        var pieces = Gather(kustomization);
        foreach (var piece in pieces.Where(piece => piece.NeedsDigest))
        {
            piece.Rename("", $"-{ContentDigest.Of(piece.Item)}");
        }

        NameReferences.Correct(pieces);
        return pieces;
    }

    private static List<Piece> Gather(Kustomization it)
    {
        var pieces = new List<Piece>();
        foreach (var entry in it.Entries)
        {
            pieces.AddRange(entry.Child is { } child ? Gather(child) : Read(entry.Objects!));
        }

        pieces.AddRange(Generators.Make(it));
        RefuseTwins(it, pieces);
        PatchRules.ApplyMerges(it, pieces);
        NameRules.Apply(it, pieces);
        LabelRules.Apply(it, pieces);
        PatchRules.ApplyJsonPatches(it, pieces);
        SizeRules.Apply(it, pieces);
        return pieces;
    }

    private static IEnumerable<Piece> Read(SourceFile file) =>
        ManifestReader.Read(file.Shown, [(file.Shown, file.Text)]).Select(item => new Piece(item, file.Shown));

    private static void RefuseTwins(Kustomization it, List<Piece> pieces)
    {
        if (pieces.GroupBy(piece => (ManifestStages.GroupOf(piece.Item.Key()), piece.Item.Key().ToString()))
            .FirstOrDefault(group => group.Count() > 1) is { } twins)
        {
            throw it.Fault(KustomizationFields.Resources,
                $"{twins.Key.Item2} comes twice: from {string.Join(" and ", twins.Select(piece => piece.Place).Distinct())}");
        }
    }
}
