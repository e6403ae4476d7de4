using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NsmPS.Cluster.Http;

/// <summary>A complete answer of the API server.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="Body">The whole body.</param>
/// <param name="RetryAfter">How long the server asks to wait before the next attempt.</param>
/// <param name="Repeated">True when an earlier attempt of the same request may already have been carried out.</param>
internal sealed record ApiResponse(HttpStatusCode Code, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter, bool Repeated = false)
{
    /// <summary>How deep objects may be nested, sent or received.</summary>
    public const int DeepestNesting = 256;

    private static readonly JsonDocumentOptions s_json = new() { AllowDuplicateProperties = false, MaxDepth = DeepestNesting };

    public bool Success => (int)Code is >= 200 and < 300;

    /// <summary>The body as an object; null when it is none.</summary>
    public JsonObject? TryReadObject()
    {
        try
        {
            return JsonNode.Parse(Body.Span, documentOptions: s_json) as JsonObject;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a character in a key, which the search for equal keys reads.
            return null;
        }
    }
}
