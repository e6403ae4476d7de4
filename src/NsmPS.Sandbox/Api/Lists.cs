using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

/// <summary>Answers lists, page by page when asked.</summary>
internal sealed class Lists(ObjectStore store)
{
    public Task AnswerAsync(HttpContext context, ApiTarget target, Representation representation)
    {
        var request = context.Request;
        var selector = Selector.Of(request);
        (var all, var version, var oldest) = store.Read(target.Kind, target.Namespace);
        var limit = request.Number("limit") is > 0 and { } asked ? asked : int.MaxValue;
        (var since, var after) = request.Value("continue") is { } token ? Decode(token) : (version, "");
        if (since < oldest)
        {
            throw new ApiException(410, "Expired", "The provided continue parameter is too old to display a consistent list result.");
        }

        JsonObject[] rest =
            [.. all.Where(item => (after.Length == 0 || string.CompareOrdinal(KeyOf(item), after) > 0) && selector.Matches(item))];
        var page = rest.Length > limit ? rest[..limit] : rest;
        var metadata = new JsonObject { ["resourceVersion"] = since.ToString(CultureInfo.InvariantCulture) };
        if (page.Length < rest.Length)
        {
            metadata["continue"] = Encode(since, KeyOf(page[^1]));
            metadata["remainingItemCount"] = rest.Length - page.Length;
        }

        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            representation.WriteList(json, page, metadata);
        }

        return Answers.BytesAsync(context, body.WrittenMemory);
    }

    // Sorts as the store does: by namespace, then by name.
    private static string KeyOf(JsonObject item) => $"{item.Namespace()}\0{item.Name()}";

    private static string Encode(long version, string key) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{version}\n{key}")));

    private static (long Version, string Key) Decode(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split('\n', 2) is [var version, var key]
            && long.TryParse(version, CultureInfo.InvariantCulture, out var number)
            ? (number, key)
            : throw ApiException.BadRequest("invalid continue token");
    }
}
