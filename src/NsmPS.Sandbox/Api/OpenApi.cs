using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

/// <summary>Just enough of the OpenAPI documents that kubectl leaves validation to the server.</summary>
internal sealed class OpenApi(KindTable kinds)
{
    private const string Root = "/openapi/v3";

    private static readonly string[] s_parameters = ["dryRun", "fieldManager", "fieldValidation", "force"];

    /// <summary>The document of a path; null when there is none.</summary>
    public JsonObject? Answer(string path)
    {
        if (path == Root)
        {
            return new JsonObject
            {
                ["paths"] = new JsonObject(kinds.All.Select(PathOf).Distinct().Select(name => KeyValuePair.Create<string, JsonNode?>(name, new JsonObject { ["serverRelativeURL"] = $"{Root}/{name}" }))),
            };
        }

        ResourceKind[] served = [.. kinds.All.Where(kind => path == $"{Root}/{PathOf(kind)}")];
        return served.Length == 0 ? null : new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "sandbox" },
            ["paths"] = new JsonObject(served.Select(kind => KeyValuePair.Create<string, JsonNode?>(
                $"/{PathOf(kind)}/{(kind.Namespaced ? "namespaces/{namespace}/" : "")}{kind.Plural}/{{name}}", new JsonObject { ["patch"] = Patch(kind) }))),
        };
    }

    private static string PathOf(ResourceKind kind) => (kind.Group.Length == 0 ? "api/" : "apis/") + kind.ApiVersion;

    private static JsonObject Patch(ResourceKind kind) => new()
    {
        ["x-kubernetes-action"] = "patch",
        ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = kind.Kind },
        ["parameters"] = new JsonArray([.. s_parameters.Select(name => new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } })]),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
    };
}
