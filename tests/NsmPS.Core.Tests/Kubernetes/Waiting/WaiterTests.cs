using System.Net;
using System.Text;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;

namespace NsmPS.Core.Tests.Kubernetes.Waiting;

/// <summary>A wait whose watch goes wrong ends at once, not at its deadline.</summary>
public sealed class WaiterTests : IDisposable
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(15);

    private readonly ApiServer _server = new();
    private readonly ClusterClient _client;

    public WaiterTests() => _client = _server.CreateClient();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData("<html>proxy error</html>", "it is not JSON")]
    [InlineData("""{"type":"ADDED","object":[1]}""", "its object is missing or not an object")]
    [InlineData("""{"type":7,"object":{"metadata":{"name":"a"}}}""", "its type is not one of")]
    public async Task Wait_LineThatIsNoEvent_EndsAtOnceWithThatError(string line, string expected)
    {
        Answer(line);

        var error = await Assert.ThrowsAsync<NsmException>(() => WaitAsync(_ => false, Token).WaitAsync(s_soon, Token));

        Assert.Equal(NsmErrors.ApiRequestFailed, error.Error);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("configmaps", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("sandbox", error.Cluster);
    }

    [Fact]
    public async Task Wait_KeyTwiceInALine_IsReadAndTheWaitGoesOn()
    {
        const string Item =
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","name":"late","namespace":"default"},"a":1,"a":2}
            """;
        Answer($$"""{"type":"ADDED","object":{{Item}}}""");

        await WaitAsync(view => view.Of(KnownTypes.ConfigMaps).Any(item => item.Number("a") == 2), Token).WaitAsync(s_soon, Token);
    }

    [Fact]
    public async Task Wait_FaultNobodyExpects_EndsAtOnceToo()
    {
        _server.Intercept(request => request.QueryValue("watch") == "true" ? throw new NotSupportedException("unexpected") : null);

        await Assert.ThrowsAsync<NotSupportedException>(() => WaitAsync(_ => false, Token).WaitAsync(s_soon, Token));
    }

    [Fact]
    public async Task Wait_MayNotSeeWhatIsOptional_GoesOnWithoutIt()
    {
        _server.Refuse(request => request.Path.EndsWith("/events", StringComparison.Ordinal), 403, "Forbidden",
            "events is forbidden: User \"jane\" cannot list resource \"events\"");
        var events = new Watched(KnownTypes.Events, new ListFilter("default"));

        await WaitAsync(_ => true, Token, events with { Optional = true }).WaitAsync(s_soon, Token);

        var error = await Assert.ThrowsAsync<NsmException>(() => WaitAsync(_ => true, Token, events).WaitAsync(s_soon, Token));
        Assert.Equal(NsmErrors.AccessDenied, error.Error);
    }

    [Fact]
    public async Task Wait_Cancelled_IsCancelled()
    {
        using var stop = new CancellationTokenSource();
        var wait = WaitAsync(_ => false, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(s_soon, Token));
    }

    private void Answer(string line) => _server.Intercept(request => request.QueryValue("watch") == "true"
        ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(line + "\n", Encoding.UTF8, "application/json") }
        : null);

    private Task WaitAsync(Func<ClusterView, bool> done, CancellationToken cancellationToken, params Watched[] more) =>
        new Waiter(_client).WaitAsync(
        [new Watched(KnownTypes.ConfigMaps, new ListFilter("default")), .. more],
        view => [new WaitItem("ConfigMap/default/late", done(view) ? NsmState.Ready : NsmState.Pending)],
        new WaitLimits(_client.Time.GetUtcNow() + TimeSpan.FromMinutes(10), WaitLimits.DefaultGrace),
        _ => { },
        cancellationToken);
}
