using System.Text.Json;
using System.Text.Json.Nodes;

namespace NsmPS.Tests.Server;

/// <summary>One request as the server got it.</summary>
internal sealed record SeenRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, string? ContentType, string? Body)
{
    /// <summary>True for requests that change nothing on the server.</summary>
    public bool IsReadOnly => Method == "GET" || Query.ContainsKey("dryRun");

    public JsonObject Json => (JsonObject)JsonNode.Parse(Body ?? "{}", documentOptions: new JsonDocumentOptions { MaxDepth = 256 })!;

    public string? QueryValue(string name) => Query.GetValueOrDefault(name);

    public override string ToString() => $"{Method} {Path}";

    public static async Task<SeenRequest> ReadAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in message.RequestUri!.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            string name = Uri.UnescapeDataString(parts[0]);
            string value = Uri.UnescapeDataString(parts[^1]);

            // The words of a command are the only thing that comes several times.
            query[name] = query.TryGetValue(name, out string? before) ? before + "\n" + value : value;
        }

        string? body = message.Content is null ? null : await message.Content.ReadAsStringAsync(cancellationToken);
        return new SeenRequest(message.Method.Method, message.RequestUri.AbsolutePath, query, message.Content?.Headers.ContentType?.MediaType, body);
    }
}
