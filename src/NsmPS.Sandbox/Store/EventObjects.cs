using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Store;

internal static class EventObjects
{
    private const string DefaultNamespace = "default";

    /// <summary>An event; the same one again has the same name.</summary>
    public static JsonObject Make(JsonObject about, string type, string reason, string message, string source, string now)
    {
        var ns = about.Namespace() ?? DefaultNamespace;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{about.Uid()}\n{type}\n{reason}\n{message}\n{source}"));
        return new JsonObject
        {
            [JsonObjects.MetadataField] = new JsonObject
            {
                ["name"] = $"{about.Name()}.{Convert.ToHexStringLower(hash)[..16]}",
                ["namespace"] = ns
            },
            ["involvedObject"] = new JsonObject
            {
                ["apiVersion"] = about.Text("apiVersion"),
                ["kind"] = about.Text("kind"),
                ["name"] = about.Name(),
                ["namespace"] = about.Namespace(),
                ["uid"] = about.Uid(),
                ["resourceVersion"] = about.Text(JsonObjects.MetadataField, "resourceVersion"),
            },
            ["type"] = type,
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = new JsonObject { ["component"] = source },
            ["reportingComponent"] = source,
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["count"] = 1,
        };
    }

    public static Func<JsonObject, JsonObject?> Again(string now) => happened =>
    {
        happened["count"] = (happened.NumberOrNull("count") ?? 0) + 1;
        happened["lastTimestamp"] = now;
        return happened;
    };
}
