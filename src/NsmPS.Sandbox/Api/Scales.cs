using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

/// <summary>The scale subresource: an object's replicas as an object of their own.</summary>
internal static class Scales
{
    private const string Replicas = "replicas";

    /// <exception cref="ApiException">NotFound for kinds without replicas.</exception>
    public static JsonObject Show(ResourceKind kind, JsonObject item) =>
        !BuiltIn.Scalable.Contains(kind) ? throw ApiException.NotFound(kind, item.Name()) : new()
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            [JsonObjects.MetadataField] = new JsonObject
            {
                ["name"] = item.Name(),
                ["namespace"] = item.Namespace(),
                ["uid"] = item.Uid(),
                ["resourceVersion"] = item.Text(JsonObjects.MetadataField, "resourceVersion"),
            },
            ["spec"] = new JsonObject { [Replicas] = item.NumberOrNull("spec", Replicas) ?? 0 },
            [JsonObjects.StatusField] = new JsonObject { [Replicas] = item.NumberOrNull(JsonObjects.StatusField, Replicas) ?? 0 },
        };

    public static JsonObject Set(JsonObject item, JsonObject scale)
    {
        item.Ensure("spec")[Replicas] = scale.NumberOrNull("spec", Replicas) ?? 0;
        if (scale.Text(JsonObjects.MetadataField, "resourceVersion") is { Length: > 0 } version)
        {
            item.Metadata()["resourceVersion"] = version;
        }

        return item;
    }
}
