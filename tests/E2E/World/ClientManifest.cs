using System.Text.Json.Nodes;

namespace NsmPS.E2E.World;

/// <summary>Turns a live client Deployment back into what was applied.</summary>
internal static class ClientManifest
{
    public static string WithoutInjectedParts(string live)
    {
        var item = JsonNode.Parse(live)!.AsObject();
        item.Remove("status");
        var metadata = item["metadata"]!.AsObject();
        foreach (var field in new[] { "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink" })
        {
            metadata.Remove(field);
        }

        var spec = item["spec"]!["template"]!["spec"]!.AsObject();
        spec.Remove("initContainers");
        spec.Remove("volumes");
        spec["containers"] = new JsonArray(spec["containers"]!.AsArray().First(container => (string?)container!["name"] == "alpine-img")!.DeepClone());
        return item.ToJsonString();
    }
}
