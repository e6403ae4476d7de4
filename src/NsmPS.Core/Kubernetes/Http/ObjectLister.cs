using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Kubernetes.Http;

/// <summary>Lists objects page by page.</summary>
internal sealed class ObjectLister(ApiConnection connection)
{
    /// <summary>An API server fills every page but the last, so that these are half a million objects.</summary>
    public const int MostPages = 1000;

    // In bytes: an item's own fields become objects at once, what lies in them when it is looked at.
    private const int ItemSize = 1024;

    /// <summary>Everything that matches, and the version of the collection; null when the server does not serve the kind.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="filter">Which of it.</param>
    /// <param name="parts">What is left out of each object; null for nothing.</param>
    /// <param name="lease">What then holds the list.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ObjectList?> ListAsync(ResourceType type, ListFilter filter, PartFilter? parts, AnswerLease lease,
        CancellationToken cancellationToken)
    {
        var before = lease.Taken;
        var paged = true;
        while (true)
        {
            (var list, var expired) = await ReadPagesAsync(type, filter, parts, paged, lease, cancellationToken);
            if (!expired)
            {
                return list;
            }

            // The pages' snapshot is gone from the server. In one piece it cannot expire.
            paged = false;
            lease.ReturnTo(before);
        }
    }

    private async Task<(ObjectList? List, bool Expired)> ReadPagesAsync(ResourceType type, ListFilter filter, PartFilter? parts,
        bool paged, AnswerLease lease, CancellationToken cancellationToken)
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

            var read = !response.Success ? throw connection.Errors.Refused(request, response)
                : ListPage.TryRead(response.Body.Span, type, parts) ?? throw connection.Errors.Unreadable(request);
            if (pages >= MostPages || !lease.TryTake((long)read.Items.Count * ItemSize))
            {
                throw connection.Errors.Endless(request);
            }

            items.AddRange(read.Items);
            page = read.Next;
            if (string.IsNullOrEmpty(page))
            {
                return (new ObjectList(items, read.ResourceVersion ?? "0"), false);
            }
        }
    }
}
