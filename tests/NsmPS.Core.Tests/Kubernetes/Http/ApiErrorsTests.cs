using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Core.Tests.Kubernetes.Http;

public sealed class ApiErrorsTests
{
    private readonly ApiErrors _errors = new("ctx", new Uri("https://user:password@host:6443/prefix"));

    [Theory]
    [InlineData(401, "Unauthorized", "Unauthorized", "CredentialsRejected")]
    [InlineData(403, "Forbidden", "pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\"", "AccessDenied")]
    [InlineData(403, "Forbidden", "clusterroles \"x\" is forbidden: user \"jane\" is attempting to grant RBAC permissions not "
        + "currently held", "AccessDenied")]
    [InlineData(403, "Forbidden", "pods \"p\" is forbidden: exceeded quota: q", "ApiRequestFailed")]
    [InlineData(401, "Unauthorized", "pods \"p\" is forbidden: ValidatingAdmissionPolicy 'x' with binding 'all' denied request: y",
        "ApiRequestFailed")]
    [InlineData(503, "ServiceUnavailable", "admission webhook \"w\" denied the request: not now", "ApiRequestFailed")]
    [InlineData(422, "Invalid", "pods \"p\" is invalid: ValidatingAdmissionPolicy 'x' denied request: y", "ApiRequestFailed")]
    [InlineData(400, "BadRequest", "bad", "ApiRequestFailed")]
    [InlineData(404, "NotFound", "namespaces \"x\" not found", "ApiRequestFailed")]
    [InlineData(409, "AlreadyExists", "already exists", "ApiRequestFailed")]
    [InlineData(422, "Invalid", "spec.replicas: Invalid value", "ApiRequestFailed")]
    [InlineData(500, "InternalError", "failed calling webhook", "ApiRequestFailed")]
    [InlineData(503, "ServiceUnavailable", "shutting down", "ClusterUnreachable")]
    public void Refused_Status_MapsToTheCatalogue(int code, string reason, string message, string expected)
    {
        var error = _errors.Refused(Request(), Status(code, reason, message));
        Assert.Equal((expected, "Pod/ns/p", "ctx"), (error.Error.Id, error.Target, error.Cluster));
        Assert.Equal($"The API server refused to apply Pod/ns/p: {message}.", error.Message);
    }

    [Fact]
    public void Refused_NamespaceTerminating_IsNotAboutRights()
    {
        var response = Status(403, "Forbidden", "unable to create new content in namespace x because it is being terminated",
            ("NamespaceTerminating", "", "metadata.namespace"));
        Assert.Equal("ApiRequestFailed", _errors.Refused(Request(), response).Error.Id);
    }

    [Fact]
    public void Refused_FieldConflicts_NamesEachManagerWithItsFields()
    {
        var response = Status(409, "Conflict", "Apply failed with 3 conflicts: very long",
            ("FieldManagerConflict", "conflict with \"kubectl\" using apps/v1", ".spec.replicas"),
            ("FieldManagerConflict", "conflict with \"helm\" using apps/v1 at 2021-01-01T00:00:00Z", ".spec.paused"),
            ("FieldManagerConflict", "conflict with \"kubectl\" using apps/v1", ".metadata.labels.a"));
        var error = _errors.Refused(Request(), response);
        Assert.Equal("FieldConflict", error.Error.Id);
        Assert.EndsWith(": 'helm' has set .spec.paused; 'kubectl' has set .spec.replicas, .metadata.labels.a.", error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "error decoding: illegal base64 data ...|TOPSECRET|...")]
    [InlineData(422, "Secret \"s\" is invalid: data[x]: Invalid value: \"TOPSECRET\"")]
    [InlineData(500, "failed calling webhook for TOPSECRET")]
    public void Refused_Secret_TellsFieldsButNoText(int code, string message)
    {
        var response = Status(code, "Invalid", message, ("FieldValueInvalid", "Invalid value: \"TOPSECRET\"", "data[x]"));
        var error = _errors.Refused(Request() with { Confidential = true }, response);
        Assert.EndsWith(": Invalid (data[x]).", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("TOPSECRET", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("left out", _errors.Refused(Request() with { Confidential = true }, Status(500, "", "TOPSECRET")).Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("TOPSECRET",
            _errors.Refused(Request() with { Confidential = true },
                new ApiResponse((HttpStatusCode)code, Encoding.UTF8.GetBytes(message), null)).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "admission webhook \"w\" does not support dry run", "admission webhook \"w\" does not support dry run.")]
    [InlineData(403, "admission webhook \"w\" denied the request: TOPSECRET",
        "Denied, admission webhook \"w\"; its text is left out because it may quote the Secret.")]
    [InlineData(500, "Internal error occurred: failed calling webhook \"w\": TOPSECRET",
        "Denied, failed calling webhook \"w\"; its text is left out because it may quote the Secret.")]
    public void Refused_SecretByAWebhook_NamesTheWebhook(int code, string message, string expected) => Assert.EndsWith($": {expected}",
        _errors.Refused(Request() with { Confidential = true }, Status(code, "Denied", message)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("<html>\n<body>Bad Gateway</body></html>", "HTTP 400: <html> <body>Bad Gateway</body></html>.")]
    [InlineData("", "HTTP 400.")]
    [InlineData("[1]", "HTTP 400: [1].")]
    [InlineData("{\"a\":1,\"a\":2}", "HTTP 400: {\"a\":1,\"a\":2}.")]
    public void Refused_WithoutStatus_ShowsTheText(string body, string expected) => Assert.EndsWith(
        expected, _errors.Refused(Request(), new ApiResponse(HttpStatusCode.BadRequest, Encoding.UTF8.GetBytes(body), null)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Refused_EndlessText_IsCut() =>
        Assert.InRange(_errors.Refused(Request(), Status(400, "x", new string('y', 100_000))).Message.Length, 600, 700);

    [Fact]
    public void Unanswered_Address_ShowsNoLogin()
    {
        var error = _errors.Unanswered(Request(), new ApiFailure(ApiFailureKind.NotConnected, "the connection was refused", null));
        Assert.Equal("ClusterUnreachable", error.Error.Id);
        Assert.Equal("The API server https://host:6443 cannot be reached to apply Pod/ns/p: the connection was refused.", error.Message);
    }

    [Fact]
    public void Refused_TextWithControlCharacters_IsOneHarmlessLine()
    {
        var message = _errors.Refused(Request(), Status(400, "x", "one\u001b[2J\ntwo\u202e")).Message;

        Assert.EndsWith("one?[2J two?.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_ExceptionsOfTheHandler_TellsWhatHappened()
    {
        Assert.Equal(ApiFailureKind.NameUnknown, ApiFailure.From(new HttpRequestException(HttpRequestError.NameResolutionError))!.Kind);
        Assert.Equal(
            (ApiFailureKind.NotConnected, "there is no route to it"),
            KindAndText(new HttpRequestException(HttpRequestError.ConnectionError, "x",
                new SocketException((int)SocketError.HostUnreachable))));
        Assert.Equal(
            (ApiFailureKind.NotConnected, "no connection was made in time"),
            KindAndText(new TaskCanceledException("connect", new TimeoutException())));
        Assert.Equal(
            (ApiFailureKind.NotConnected, "the TLS handshake failed: unexpected EOF"),
            KindAndText(new HttpRequestException(HttpRequestError.SecureConnectionError, "x", new IOException("unexpected EOF."))));
        Assert.Equal(ApiFailureKind.Dropped, ApiFailure.From(new HttpRequestException("x", new IOException("reset")))!.Kind);
        Assert.Equal(ApiFailureKind.Dropped, ApiFailure.From(new HttpIOException(HttpRequestError.ResponseEnded))!.Kind);
        Assert.Null(ApiFailure.From(new OperationCanceledException()));
        Assert.Null(ApiFailure.From(new InvalidOperationException()));
    }

    private static (ApiFailureKind Kind, string Text) KindAndText(Exception exception)
    {
        var failure = ApiFailure.From(exception)!;
        return (failure.Kind, failure.Text);
    }

    private static ApiRequest Request() => new() { Method = HttpMethod.Patch, Path = "/", Action = "apply", Target = "Pod/ns/p" };

    private static ApiResponse Status(int code, string reason, string message,
        params (string Reason, string Message, string Field)[] causes)
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["status"] = "Failure",
            ["reason"] = reason,
            ["message"] = message,
            ["code"] = code,
            ["details"] = new JsonObject
            {
                ["causes"] =
                    new JsonArray(
                        [.. causes.Select(cause => new JsonObject
                        {
                            ["reason"] = cause.Reason, ["message"] = cause.Message, ["field"] = cause.Field
                        })]),
            },
        };
        return new ApiResponse((HttpStatusCode)code, Encoding.UTF8.GetBytes(status.ToJsonString()), null);
    }
}
