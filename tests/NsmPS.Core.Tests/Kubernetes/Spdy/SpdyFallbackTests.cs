using System.Net;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Kubernetes.Spdy;

/// <summary>When SPDY is tried, and what is said where it does not help.</summary>
public sealed class SpdyFallbackTests : IDisposable
{
    private readonly ApiServer _server = new();
    private readonly ClusterClient _client;

    public SpdyFallbackTests()
    {
        _client = _server.CreateClient();
        _server.Put(Sample.Pod("p"));
        _server.Spdy = (_, _) => throw new InvalidOperationException("nobody asked for SPDY");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData(404, "pods \"p\" not found")]
    [InlineData(400, "container main is not valid for pod p")]
    [InlineData(500, "container not running")]
    [InlineData(403, "pods \"p\" is forbidden: ValidatingAdmissionPolicy 'no-exec' denied request: no")]
    public async Task Exec_RefusedForAnotherReason_IsAskedOnce(int code, string message)
    {
        _server.Refuse(_ => true, code, "Refused", message);
        await FailsAsync();
        Assert.Single(_server.Requests);
    }

    [Theory]
    [InlineData(200, "<html>welcome</html>")]
    [InlineData(400, "unknown upgrade")]
    [InlineData(405, "")]
    [InlineData(426, "")]
    [InlineData(501, "")]
    public async Task Exec_SomebodyOnTheWayKnowsNoWebSockets_GoesBySpdy(int code, string body)
    {
        var helps = true;
        _server.Intercept(request => request.Method == "GET" || !helps
            ? new HttpResponseMessage((HttpStatusCode)code) { Content = new StringContent(body) } : null);
        _server.Spdy = (_, server) => SpdyServer.GreetAsync(server);

        var result = await _client.ExecAsync("default", "p", "main", ["true"], TimeSpan.FromMinutes(2), Token);
        Assert.Equal("hello", result.StandardOutput);

        // Where that does not help, the first answer is told.
        helps = false;
        var error = await FailsAsync();
        Assert.DoesNotContain("cut", error.Message, StringComparison.Ordinal);
        Assert.Equal(["GET", "POST", "GET", "POST"], _server.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task Exec_NoVerbGranted_SaysWhatTheLastRefusalSaidAndWhatIsNeeded()
    {
        _server.Refuse(request => request.Method == "GET", 403, "Forbidden", "cannot get resource \"pods/exec\"");
        _server.Refuse(_ => true, 403, "Forbidden", "cannot create resource \"pods/exec\"");
        Assert.Equal("The API server refused to run a command in Pod/default/p: cannot create resource \"pods/exec\"; it needs the verb "
            + "create on pods/exec.", (await FailsAsync()).Message);
        Assert.Equal(["GET", "POST"], _server.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task Exec_ServerPicksNoProtocol_IsNamed()
    {
        _server.Refuse(request => request.Method == "GET", 403, "Forbidden", "cannot get");
        _server.Intercept(_ => new HttpResponseMessage(HttpStatusCode.SwitchingProtocols));
        Assert.EndsWith("the server offers no protocol NsmPS speaks.", (await FailsAsync()).Message, StringComparison.Ordinal);
    }

    private Task<NsmException> FailsAsync() => Assert.ThrowsAsync<NsmException>(() =>
        _client.ExecAsync("default", "p", "main", ["true"], TimeSpan.FromMinutes(2), Token));
}
