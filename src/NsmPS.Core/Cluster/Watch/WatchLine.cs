using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Cluster.Http;

namespace NsmPS.Cluster.Watch;

/// <summary>Reads one line of a watch.</summary>
internal static class WatchLine
{
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = ApiResponse.DeepestNesting };

    /// <summary>The change it tells of, and where the watch is now; null for bookmarks, errors and a line that was cut off.</summary>
    public static WatchEvent? Read(string line, WatchPosition position)
    {
        if (Parse(line) is not { } happened || happened["object"] is not JsonObject item)
        {
            return null;
        }

        string? kind = happened.Text("type");
        if (kind == "ERROR")
        {
            // Anything but 410 is passing: the stream ends, and the next goes on from here.
            position.Expired = ApiStatus.Read(item) is { } status && (status.Code == (int)HttpStatusCode.Gone || status.Reason is "Expired" or "Gone");
            return null;
        }

        position.ResourceVersion = item.Text("metadata", "resourceVersion") ?? position.ResourceVersion;
        happened.Remove("object");
        return kind switch
        {
            "ADDED" or "MODIFIED" => new WatchEvent.Upserted(item),
            "DELETED" => new WatchEvent.Deleted(item),
            _ => null,
        };
    }

    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line, documentOptions: s_json) as JsonObject;
        }
        catch (JsonException)
        {
            // The connection was cut within a line. The change comes again with the next stream.
            return null;
        }
    }
}
