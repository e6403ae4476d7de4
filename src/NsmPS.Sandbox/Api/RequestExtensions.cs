using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Validation;

namespace NsmPS.Sandbox.Api;

internal static class RequestExtensions
{
    /// <summary>How deep objects may be nested.</summary>
    public const int Deepest = 256;

    private const int LongestManager = 128;

    private static readonly JsonDocumentOptions s_json = new() { AllowDuplicateProperties = false, MaxDepth = Deepest };
    private static readonly JsonDocumentOptions s_loose = new() { MaxDepth = Deepest };

    public static string? Value(this HttpRequest request, string name) => request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;

    public static bool Flag(this HttpRequest request, string name) => request.Value(name) is "true" or "1";

    public static int? Number(this HttpRequest request, string name) => request.Value(name) is not { } text ? null
        : int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 0 ? number
        : throw ApiException.BadRequest($"invalid value for {name}: \"{text}\"");

    public static WriteOptions Write(this HttpRequest request)
    {
        // A client that gives no name is called after its program, as on the real server.
        var manager = request.Value("fieldManager") ?? request.Headers.UserAgent.ToString().Split('/')[0];
        return manager.Length > LongestManager
            ? throw ApiException.BadRequest("fieldManager is too long")
            : new WriteOptions(manager.Length == 0 ? "unknown" : manager, request.DryRun()) { Warn = request.HttpContext.Warn };
    }

    public static bool DryRun(this HttpRequest request) => request.Value("dryRun") switch
    {
        null => false,
        "All" => true,
        var other => throw ApiException.BadRequest($"dryRun: Unsupported value: \"{other}\": supported values: \"All\""),
    };

    /// <summary>Goes over to a WebSocket with the first of the protocols that the client knows too.</summary>
    /// <exception cref="ApiException">BadRequest.</exception>
    public static Task<WebSocket> WebSocketAsync(this HttpContext context, IReadOnlyList<string> protocols)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            throw ApiException.BadRequest("Upgrade request required");
        }

        var protocol = protocols.FirstOrDefault(context.WebSockets.WebSocketRequestedProtocols.Contains)
            ?? throw ApiException.BadRequest($"the protocol must be one of {string.Join(", ", protocols)}");
        return context.WebSockets.AcceptWebSocketAsync(protocol);
    }

    /// <summary>The body; null when there is none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="token">Ends the reading.</param>
    /// <param name="twice">Gets the fields that the body has more than once; of these the last one counts. Without it they are
    /// refused.</param>
    /// <exception cref="ApiException">BadRequest.</exception>
    public static async Task<JsonNode?> BodyAsync(this HttpRequest request, CancellationToken token, List<string>? twice = null)
    {
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy, token);
        if (copy.Length == 0)
        {
            return null;
        }

        if (request.ContentType?.StartsWith(Protobuf.MediaType, StringComparison.Ordinal) == true)
        {
            return Protobuf.Read(copy.GetBuffer().AsSpan(0, (int)copy.Length));
        }

        try
        {
            return JsonNode.Parse(copy.GetBuffer().AsSpan(0, (int)copy.Length), documentOptions: s_json);
        }
        catch (JsonException exception)
        {
            return Loose(copy.GetBuffer().AsMemory(0, (int)copy.Length), twice)
                ?? throw ApiException.BadRequest($"the body is not JSON: {exception.Message}");
        }
    }

    public static async Task<JsonObject> ObjectAsync(this HttpRequest request, CancellationToken token, List<string>? twice = null) =>
        await request.BodyAsync(token, twice) as JsonObject ?? throw ApiException.BadRequest("the body must be a JSON object");

    private static JsonNode? Loose(ReadOnlyMemory<byte> body, List<string>? twice)
    {
        try
        {
            using var document = JsonDocument.Parse(body, s_loose);
            return twice is null ? null : DuplicateFields.Read(document.RootElement, twice);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
