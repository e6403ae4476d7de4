using NsmPS.Kubernetes.Http;

namespace NsmPS.Kubernetes.Answers;

/// <summary>Reads whole answers.</summary>
internal static class ApiAnswers
{
    /// <summary>In bytes. More than a Status, or the page of a proxy, needs.</summary>
    public const long LargestStatus = 1024 * 1024;

    private const int FirstRoom = 4 * 1024;

    /// <summary>
    /// Reads the body. A server that a stranger's kubeconfig names may answer without end, so memory is taken before it is filled. The
    /// lease then holds the body, and the objects that are made of it.
    /// </summary>
    /// <exception cref="HttpRequestException">It is larger than <paramref name="largest"/> bytes.</exception>
    /// <exception cref="IOException">It was cut.</exception>
    /// <exception cref="NoRoomException">Not so much is left.</exception>
    public static async Task<ApiResponse> ReadAsync(HttpResponseMessage response, long largest, AnswerLease lease,
        CancellationToken cancellationToken)
    {
        var before = lease.Taken;
        var complete = false;
        try
        {
            var body = await ReadBodyAsync(response.Content, largest, lease, cancellationToken);
            Take(lease, AnswerLease.SizeOf(body.Span));
            complete = true;
            return new ApiResponse(response.StatusCode, body, null);
        }
        finally
        {
            if (!complete)
            {
                lease.ReturnTo(before);
            }
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContent content, long largest, AnswerLease lease,
        CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > largest)
        {
            throw TooLarge();
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var before = lease.Taken;
        Take(lease, FirstRoom);
        var room = new byte[FirstRoom];
        var length = 0;
        while (await stream.ReadAsync(room.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length > largest)
            {
                throw TooLarge();
            }

            if (length == room.Length)
            {
                var more = (int)Math.Min(2L * length, largest + 1);
                Take(lease, more);
                Array.Resize(ref room, more);
                lease.ReturnTo(before + more);
            }
        }

        return room.AsMemory(0, length);
    }

    private static void Take(AnswerLease lease, long part)
    {
        if (!lease.TryTake(part))
        {
            throw new NoRoomException();
        }
    }

    private static HttpRequestException TooLarge() => new(HttpRequestError.ConfigurationLimitExceeded);
}
