using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Http;

/// <summary>What the API server says about a request or command (its kind <c>Status</c>).</summary>
internal sealed record ApiStatus(int Code, string State, string Reason, string Message, IReadOnlyList<ApiStatusCause> Causes)
{
    /// <summary>Reads a Status; null when the object is not one. Kubelets leave the kind out, so the text under <c>status</c> tells.</summary>
    public static ApiStatus? Read(JsonObject? node)
    {
        if (node is null || (Text(node, "kind") != "Status" && Text(node, "status").Length == 0))
        {
            return null;
        }

        JsonObject? details = node["details"] as JsonObject;
        ApiStatusCause[] causes = [.. (details?["causes"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(cause => new ApiStatusCause(Text(cause, "reason"), Text(cause, "message"), Text(cause, "field")))];
        int code = node["code"] is JsonValue value && value.TryGetValue(out int number) ? number : 0;
        return new ApiStatus(code, Text(node, "status"), Text(node, "reason"), Text(node, "message"), causes);
    }

    private static string Text(JsonObject node, string name) => node[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
