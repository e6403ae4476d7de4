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
        _client.ExecAsync("default", "p", "main", ["true"], TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));
}
