using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

internal static class Answers
{
    public const string Json = "application/json";

    /// <summary>For texts in messages: only what JSON must escape is escaped.</summary>
    public static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // As deep as what requests may bring.
    private static readonly JsonSerializerOptions s_deep = new() { MaxDepth = RequestExtensions.Deepest };

    public static Task ObjectAsync(HttpContext context, JsonObject item, int code = StatusCodes.Status200OK, string type = Json) =>
        BytesAsync(context, JsonSerializer.SerializeToUtf8Bytes(item, s_deep), code, type);

    public static async Task BytesAsync(HttpContext context, ReadOnlyMemory<byte> body, int code = StatusCodes.Status200OK,
        string type = Json)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    public static Task TextAsync(HttpContext context, string text, int code = StatusCodes.Status200OK) =>
        BytesAsync(context, System.Text.Encoding.UTF8.GetBytes(text), code, "text/plain; charset=utf-8");

    /// <summary>Adds a warning to the answer; clients show it, and go on.</summary>
    public static void Warn(this HttpContext context, string text)
    {
        var quoted = string.Concat(text.Select(sign => sign switch { '\\' or '"' => $"\\{sign}", < ' ' or > '~' => "?", _ => $"{sign}" }));
        context.Response.Headers.Append("Warning", $"299 - \"{quoted}\"");
    }

    public static Task RefuseAsync(HttpContext context, ApiException refusal)
    {
        if (refusal.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return ObjectAsync(context, Status(refusal), refusal.Code);
    }

    public static JsonObject Status(ApiException refusal)
    {
        var status = Status("Failure");
        status["message"] = refusal.Message;
        if (refusal.Reason.Length > 0)
        {
            status["reason"] = refusal.Reason;
        }

        status["details"] = refusal.Details?.DeepClone();
        status["code"] = refusal.Code;
        return status;
    }

    public static JsonObject Success(ResourceKind kind, string name, string? uid)
    {
        var status = Status("Success");
        status["details"] = ApiException.About(kind, name);
        status["details"]!["uid"] = uid;
        return status;
    }

    private static JsonObject Status(string outcome) =>
        new()
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            [JsonObjects.MetadataField] = new JsonObject(),
            [JsonObjects.StatusField] = outcome
        };
}
