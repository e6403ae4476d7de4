using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Http;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Kubernetes.Watch;

/// <summary>Reads one line of a watch.</summary>
internal static class WatchLine
{
    /// <summary>The change it tells of, and where the watch is now; null for bookmarks and errors.</summary>
    /// <exception cref="FormatException">It is no event.</exception>
    public static WatchEvent? Read(string line, WatchPosition position)
    {
        var happened = JsonReader.Read(line, ReadLimits.Answer) as JsonObject ?? throw new FormatException("it is not a JSON object");
        var item = happened["object"] as JsonObject ?? throw new FormatException("its object is missing or not an object");
        var kind = happened.Text("type");
        if (kind == "ERROR")
        {
            // Anything but 410 is passing: the stream ends, and the next goes on from here.
            position.Expired = ApiStatus.Read(item) is { Code: (int)HttpStatusCode.Gone } or { Reason: "Expired" or "Gone" };
            return null;
        }

        position.ResourceVersion = item.Text("metadata", "resourceVersion") ?? position.ResourceVersion;
        happened.Remove("object");
        return kind switch
        {
            "BOOKMARK" => null,
            _ when item.Name().Length == 0 => throw new FormatException("its object has no name"),
            "ADDED" or "MODIFIED" => new WatchEvent.Upserted(item),
            "DELETED" => new WatchEvent.Deleted(item),
            _ => throw new FormatException("its type is not one of ADDED, MODIFIED, DELETED, BOOKMARK and ERROR"),
        };
    }
}
