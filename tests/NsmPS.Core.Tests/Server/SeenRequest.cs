using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NsmPS.Core.Tests.Server;

/// <summary>One request as the server got it.</summary>
internal sealed record SeenRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, string? ContentType, string? Body)
{
    /// <summary>True for requests that change nothing on the server.</summary>
    public bool IsReadOnly => Method == "GET" || Query.ContainsKey("dryRun");

    public JsonObject Json => (JsonObject)JsonNode.Parse(Body ?? "{}", documentOptions: new JsonDocumentOptions { MaxDepth = 256 })!;

    public string? QueryValue(string name) => Query.GetValueOrDefault(name);

    public override string ToString() => $"{Method} {Path}";

    /// <summary>Reads a request, whose body others can read again afterwards.</summary>
    public static async Task<SeenRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // The words of a command are the only thing that comes several times.
        Dictionary<string, string> query = request.Query.ToDictionary(
            pair => pair.Key, pair => string.Join('\n', pair.Value.ToArray()), StringComparer.Ordinal);
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        request.Body = body;
        body.Position = 0;
        string text = System.Text.Encoding.UTF8.GetString(body.ToArray());
        string? type = request.ContentType?.Split(';')[0];
        return new SeenRequest(request.Method, request.Path.Value!, query, type, text.Length == 0 ? null : text);
    }
}
