using System.Net;
using System.Text;
using System.Text.Json;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Core.Tests.Kubernetes.Http;

public sealed class RetryRulesTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(200, null, false, false)]
    [InlineData(404, null, false, false)]
    [InlineData(409, null, false, false)]
    [InlineData(422, null, false, false)]
    [InlineData(429, null, true, false)]
    [InlineData(429, 1, true, true)]
    [InlineData(500, null, true, false)]
    [InlineData(501, null, false, false)]
    [InlineData(500, 1, true, false)]
    [InlineData(502, null, true, false)]
    [InlineData(503, null, true, false)]
    [InlineData(503, 1, true, false)]
    [InlineData(504, null, true, false)]
    public void Delay_Answer_RepeatsOnlyWhatMayPass(int code, int? retryAfter, bool repeatable, bool unrepeatable)
    {
        var attempt = Answer(code, retryAfter);
        Assert.Equal(repeatable, RetryRules.Delay(Request(true), attempt, 0, TimeSpan.Zero, s_minute, 0.5) is not null);
        Assert.Equal(unrepeatable, RetryRules.Delay(Request(false), attempt, 0, TimeSpan.Zero, s_minute, 0.5) is not null);
    }

    [Theory]
    [InlineData(nameof(ApiFailureKind.NameUnknown), true, true)]
    [InlineData(nameof(ApiFailureKind.NotConnected), true, true)]
    [InlineData(nameof(ApiFailureKind.Dropped), true, false)]
    [InlineData(nameof(ApiFailureKind.TimedOut), true, false)]
    [InlineData(nameof(ApiFailureKind.CertificateRefused), false, false)]
    public void Delay_Silence_RepeatsOnlyWhatWasSurelyNotDone(string kind, bool repeatable, bool unrepeatable)
    {
        var attempt = ApiAttempt.Failed(new ApiFailure(Enum.Parse<ApiFailureKind>(kind), "", null));
        Assert.Equal(repeatable, RetryRules.Delay(Request(true), attempt, 0, TimeSpan.Zero, s_minute, 0.5) is not null);
        Assert.Equal(unrepeatable, RetryRules.Delay(Request(false), attempt, 0, TimeSpan.Zero, s_minute, 0.5) is not null);
    }

    // What API servers have answered; the numbers are how often it may be repeated.
    [Theory]
    [InlineData("etcdserver: leader changed", 6)]
    [InlineData("etcdserver: request timed out", 6)]
    [InlineData("etcdserver: too many requests", 6)]
    [InlineData("rpc error: code = Unavailable desc = etcdserver: leader changed", 6)]
    [InlineData("etcdserver: request timed out, possibly due to previous leader failure", 6)]
    [InlineData("Internal error occurred: unexpected response", 3)]
    [InlineData("Internal error occurred: failed calling webhook \"a.test\": context deadline exceeded", 0)]
    [InlineData("conversion webhook for example.test/v1, Kind=X failed: connection refused", 0)]
    public void Delay_InternalError_IsRepeatedAFewTimes(string message, int times)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { kind = "Status", status = "Failure", code = 500, message });
        var attempt = ApiAttempt.Answered(new ApiResponse(HttpStatusCode.InternalServerError, body, null));
        Assert.Equal(times,
            Enumerable.Range(0, 20)
                .Count(number => RetryRules.Delay(Request(true), attempt, number, TimeSpan.Zero, s_minute, 0) is not null));
        Assert.Null(RetryRules.Delay(Request(false), attempt, 0, TimeSpan.Zero, s_minute, 0));
    }

    // A command in a pod begins when the server agrees.
    [Theory]
    [InlineData(429, "too many", 3)]
    [InlineData(503, "shutting down", 3)]
    [InlineData(500, "etcdserver: leader changed", 3)]
    [InlineData(500, "container not running", 0)]
    [InlineData(500, "error dialing backend: dial tcp 10.0.0.1:10250: i/o timeout", 0)]
    [InlineData(404, "pods \"p\" not found", 0)]
    public void Delay_CommandThatIsNotAgreedTo_IsRepeatedWhereThePodIsNotTheReason(int code, string message, int times)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { kind = "Status", status = "Failure", code, message });
        var attempt = ApiAttempt.Answered(new ApiResponse((HttpStatusCode)code, body, null));
        Assert.Equal(times, Enumerable.Range(0, 20)
            .Count(number => RetryRules.Delay(ObjectRequests.Exec("n", "p"), attempt, number, TimeSpan.Zero, s_minute, 0) is not null));
    }

    // A definition is Established a moment before its kind is served (seen on Kubernetes 1.20, on a busy machine).
    [Theory]
    [InlineData("404 page not found\n", true, 8)]
    [InlineData("404 page not found\n", false, 0)]
    [InlineData("""{"kind":"Status","status":"Failure","reason":"NotFound","code":404}""", true, 0)]
    public void Delay_KindNotServedYet_IsRepeatedWhereItIsDiscovered(string body, bool discovered, int times)
    {
        var attempt = ApiAttempt.Answered(new ApiResponse(HttpStatusCode.NotFound, Encoding.UTF8.GetBytes(body), null));
        Assert.Equal(times,
            Enumerable.Range(0, 20).Count(number => RetryRules.Delay(
                Request(true) with { KindIsDiscovered = discovered }, attempt, number, TimeSpan.Zero, s_minute, 0) is not null));
    }

    [Theory]
    [InlineData(0, 0, 50)]
    [InlineData(0, 1, 100)]
    [InlineData(3, 1, 800)]
    [InlineData(10, 0, 1500)]
    [InlineData(10, 1, 3000)]
    [InlineData(int.MaxValue, 1, 3000)]
    public void Delay_MoreFailures_WaitsLongerUpToThreeSeconds(int number, double chance, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds),
            RetryRules.Delay(Request(true), Answer(503, null), number, TimeSpan.Zero, s_minute, chance));

    [Theory]
    [InlineData(0, 10, 10)]
    [InlineData(51, 10, null)]
    [InlineData(0, 61, null)]
    [InlineData(59, 1, 1)]
    [InlineData(60, null, null)]
    public void Delay_RetryAfter_IsHonouredWithinTheBudget(int outage, int? retryAfter, int? expected)
    {
        var delay = RetryRules.Delay(Request(true), Answer(503, retryAfter), 0, TimeSpan.FromSeconds(outage), s_minute, 0);
        Assert.Equal(expected is null ? null : TimeSpan.FromSeconds(expected.Value), delay);
    }

    private static ApiRequest Request(bool repeatable) =>
        new() { Method = HttpMethod.Get, Path = "/", Action = "read", Target = "x", Repeatable = repeatable };

    private static ApiAttempt Answer(int code, int? retryAfter) =>
        ApiAttempt.Answered(new ApiResponse((HttpStatusCode)code, default,
            retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null));
}
