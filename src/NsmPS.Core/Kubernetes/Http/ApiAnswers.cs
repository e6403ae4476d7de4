namespace NsmPS.Kubernetes.Http;

/// <summary>Reads whole answers.</summary>
internal static class ApiAnswers
{
    /// <summary>In bytes. More than a Status, or the page of a proxy, needs.</summary>
    public const long LargestStatus = 1024 * 1024;

    /// <summary>Reads the body. A server that a stranger's kubeconfig names may answer without end.</summary>
    /// <exception cref="HttpRequestException">It is larger than <paramref name="largest"/> bytes, or was cut.</exception>
    public static async Task<ApiResponse> ReadAsync(HttpResponseMessage response, long largest, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(largest, cancellationToken);
        return new ApiResponse(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken), null);
    }
}
