using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Manifests.Folders.Building;

/// <summary>The images and replicas that a kustomization chooses.</summary>
internal static class SizeRules
{
    private static readonly string[] s_imageFields = ["name", "newName", "newTag", "digest"];
    private static readonly string[] s_replicaFields = ["name", "count"];
    private static readonly string[] s_scaled = ["Deployment", "ReplicaSet", "StatefulSet", "ReplicationController"];

    public static void Apply(Kustomization it, IReadOnlyList<Piece> pieces)
    {
        foreach (var entry in it.List(KustomizationFields.Replicas))
        {
            Scale(it, entry, pieces);
        }

        foreach (var entry in it.List(KustomizationFields.Images))
        {
            Unknown.Refuse(it, entry, s_imageFields, KustomizationFields.Images);
            foreach (var container in pieces.Select(piece => PodSpecs.Template(piece.Item)).OfType<JsonObject>()
                .SelectMany(PodSpecs.Containers))
            {
                Choose(container, entry);
            }
        }
    }

    private static void Scale(Kustomization it, JsonObject entry, IReadOnlyList<Piece> pieces)
    {
        Unknown.Refuse(it, entry, s_replicaFields, KustomizationFields.Replicas);
        var name = entry.Text("name") ?? "";
        if (entry["count"]?.GetValueKind() != JsonValueKind.Number)
        {
            throw it.Fault("count", $"the replicas of '{name}' need a number as count");
        }

        Piece[] meant = [.. pieces.Where(piece => s_scaled.Contains(piece.Kind) && piece.IsCalled(name))];
        if (meant.Length == 0)
        {
            throw it.Fault(name, $"replicas names '{name}', and there is no such Deployment, ReplicaSet or StatefulSet");
        }

        foreach (var piece in meant)
        {
            piece.Item.Ensure("spec")["replicas"] = entry["count"]!.DeepClone();
        }
    }

    private static void Choose(JsonObject container, JsonObject entry)
    {
        var image = container.Text("image") ?? "";
        var (name, tag) = Split(image);
        if (name != entry.Text("name"))
        {
            return;
        }

        var end = entry.Text("digest") is { } digest ? $"@{digest}" : entry.Text("newTag") is { } chosen ? $":{chosen}" : tag;
        container["image"] = (entry.Text("newName") ?? name) + end;
    }

    /// <summary>An image's name, and its tag or digest with the character before it.</summary>
    private static (string Name, string End) Split(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
        {
            at = image.IndexOf(':', image.LastIndexOf('/') + 1);
        }

        return at < 0 ? (image, "") : (image[..at], image[at..]);
    }
}
