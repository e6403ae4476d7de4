using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Kubernetes.Http;

/// <summary>A complete answer of the API server.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="Body">The whole body.</param>
/// <param name="RetryAfter">How long the server asks to wait before the next attempt.</param>
/// <param name="Repeated">True when an earlier attempt of the same request may already have been carried out.</param>
internal sealed record ApiResponse(HttpStatusCode Code, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter, bool Repeated = false)
{
    public bool Success => (int)Code is >= 200 and < 300;

    /// <summary>True when nothing serves the address at all, as before a kind is defined. Where only the object or its namespace is
    /// missing, the answer is a Status.</summary>
    public bool IsOfNoKind => Code == HttpStatusCode.NotFound && ApiStatus.Read(TryReadObject()) is null;

    /// <summary>The body as an object; null when it is something else.</summary>
    public JsonObject? TryReadObject() => JsonReader.TryReadObject(Body.Span);
}
