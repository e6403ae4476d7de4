using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace NsmPS.Tests.Fakes;

/// <summary>An answer of the kind <c>Status</c>. Thrown inside the fake, and by hooks that refuse a request.</summary>
internal sealed class FakeRejection(HttpStatusCode code, string reason, string message) : Exception(message)
{
    public HttpStatusCode Code { get; } = code;

    public string Reason { get; } = reason;

    public JsonArray Causes { get; init; } = [];

    public TimeSpan? RetryAfter { get; init; }

    public JsonObject ToStatus() => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = Message,
        ["reason"] = Reason,
        ["details"] = new JsonObject { ["causes"] = Causes.DeepClone() },
        ["code"] = (int)Code,
    };

    public HttpResponseMessage ToResponse()
    {
        var response = new HttpResponseMessage(Code) { Content = Json(ToStatus()) };
        response.Headers.RetryAfter = RetryAfter is { } delay ? new RetryConditionHeaderValue(delay) : null;
        return response;
    }

    public static StringContent Json(JsonNode node) => new(node.ToJsonString(), Encoding.UTF8, "application/json");

    public static FakeRejection NotFound(string what) => new(HttpStatusCode.NotFound, "NotFound", $"{what} not found");

    public static FakeRejection Invalid(string message) => new(HttpStatusCode.UnprocessableEntity, "Invalid", message);

    public static FakeRejection Forbidden(string message) => new(HttpStatusCode.Forbidden, "Forbidden", message);

    public static FakeRejection Gone() => new(HttpStatusCode.Gone, "Expired", "too old resource version");
}
