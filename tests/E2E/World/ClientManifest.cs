using System.Text.Json.Nodes;

namespace NsmPS.E2E.World;

/// <summary>Turns a live client Deployment back into what was applied, but such that the webhook does not look at it.</summary>
internal static class ClientManifest
{
    public const string UnseenLabel = "nsmps.io/injection";

    public static string Unseen(string live)
    {
        var item = JsonNode.Parse(live)!.AsObject();
        item.Remove("status");
        var metadata = item["metadata"]!.AsObject();
        foreach (var field in new[] { "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink" })
        {
            metadata.Remove(field);
        }

        metadata["labels"]![UnseenLabel] = "disabled";
        var spec = item["spec"]!["template"]!["spec"]!.AsObject();
        spec.Remove("initContainers");
        spec.Remove("volumes");
        spec["containers"] = new JsonArray(spec["containers"]!.AsArray()
            .First(container => (string?)container!["name"] == "alpine-img")!.DeepClone());
        return item.ToJsonString();
    }
}
