using System.Text;
using System.Text.Json.Nodes;

namespace NsmPS.Lab.Webhook;

/// <summary>Admission reviews of version v1, whose answers have apiVersion and kind.</summary>
internal static class AdmissionV1
{
    /// <summary>Answers reviews that are posted to a path by having their requests judged.</summary>
    public static void Map(WebApplication app, string path, Func<JsonObject, CancellationToken, Task<JsonObject>> judge) =>
        app.MapPost(path, context => AnswerAsync(context, judge));

    public static JsonObject Allowed() => new() { ["allowed"] = true };

    public static JsonObject Denied(string message) => new() { ["allowed"] = false, ["status"] = new JsonObject { ["message"] = message } };

    public static JsonObject Patched(JsonArray patch)
    {
        var response = Allowed();
        response["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(patch.ToJsonString()));
        response["patchType"] = "JSONPatch";
        return response;
    }

    private static async Task AnswerAsync(HttpContext context, Func<JsonObject, CancellationToken, Task<JsonObject>> judge)
    {
        var review = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var request = review?["request"] as JsonObject ?? new JsonObject();
        var response = await judge(request, context.RequestAborted);
        response["uid"] = (string?)request["uid"];
        JsonObject answer = new() { ["apiVersion"] = "admission.k8s.io/v1", ["kind"] = "AdmissionReview", ["response"] = response };
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }
}
