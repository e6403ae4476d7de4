using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Answers;

namespace NsmPS.Kubernetes.Http;

/// <summary>Lists objects page by page.</summary>
internal sealed class ObjectLister(ApiConnection connection)
{
    /// <summary>An API server fills every page but the last, so that these are half a million objects.</summary>
    public const int MostPages = 1000;

    // In bytes: an item's own fields become objects at once, what lies in them when it is looked at.
    private const int ItemSize = 1024;

    /// <summary>Everything that matches, and the version of the collection; null when the server does not serve the kind.</summary>
    public async Task<ObjectList?> ListAsync(ResourceType type, ListFilter filter, AnswerLease lease, CancellationToken cancellationToken)
    {
        var before = lease.Taken;
        var paged = true;
        while (true)
        {
            (var list, var expired) = await ReadPagesAsync(type, filter, paged, lease, cancellationToken);
            if (!expired)
            {
                return list;
            }

            // The pages' snapshot is gone from the server. In one piece it cannot expire.
            paged = false;
            lease.ReturnTo(before);
        }
    }

    private async Task<(ObjectList? List, bool Expired)> ReadPagesAsync(ResourceType type, ListFilter filter, bool paged,
        AnswerLease lease, CancellationToken cancellationToken)
    {
        var items = new List<JsonObject>();
        string? page = null;
        for (var pages = 0; ; pages++)
        {
            var request = ObjectRequests.List(type, filter, page, paged);
            var response = await connection.SendAsync(request, lease, cancellationToken);
            switch (response.Code)
            {
                case HttpStatusCode.NotFound:
                    return (null, false);
                case HttpStatusCode.Gone when page is not null:
                    return (null, true);
                default:
                    break;
            }

            var answer = connection.ReadObject(request, response);
            var found = (answer["items"] as JsonArray)?.Count ?? 0;
            if (pages >= MostPages || !lease.TryTake((long)found * ItemSize))
            {
                throw connection.Errors.Endless(request);
            }

            items.AddRange(TakeItems(type, answer));
            page = answer.Text("metadata", "continue");
            if (string.IsNullOrEmpty(page))
            {
                return (new ObjectList(items, answer.Text("metadata", "resourceVersion") ?? "0"), false);
            }
        }
    }

    private static IEnumerable<JsonObject> TakeItems(ResourceType type, JsonObject answer)
    {
        if (answer["items"] is not JsonArray array)
        {
            yield break;
        }

        JsonObject[] items = [.. array.OfType<JsonObject>()];
        array.Clear();
        foreach (var item in items)
        {
            // The server leaves out of a list's items what the list itself says.
            item.Remove("apiVersion");
            item.Remove("kind");
            item.Insert(0, "kind", type.Kind);
            item.Insert(0, "apiVersion", type.ApiVersion);
            yield return item;
        }
    }
}
