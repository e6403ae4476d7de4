using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Watch;

namespace NsmPS.Core.Tests.Kubernetes.Watch;

public sealed class ResourceWatcherTests : IAsyncLifetime
{
    private readonly ApiServer _server = new();
    private readonly ClusterClient _client;
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private IAsyncEnumerator<WatchEvent>? _events;

    public ResourceWatcherTests() => _client = _server.CreateClient();

    public ValueTask InitializeAsync()
    {
        _stop.CancelAfter(TimeSpan.FromMinutes(2));
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        if (_events is not null)
        {
            await _events.DisposeAsync();
        }

        _client.Dispose();
        _server.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Watch_Changes_AreSeenInOrder()
    {
        _server.Put(Sample.ConfigMap("a"));
        Watch(KnownTypes.ConfigMaps, new ListFilter("default"));
        Assert.Equal("snapshot a", await NextAsync());
        _server.Put(Sample.ConfigMap("b"));
        _server.Put(Sample.ConfigMap("c", @namespace: "kube-system"));
        _server.Put(Sample.ConfigMap("a", "2"));
        _server.Remove(Sample.ConfigMapKey("b"));
        Assert.Equal(["upserted b", "upserted a", "deleted b"], [await NextAsync(), await NextAsync(), await NextAsync()]);
    }

    [Fact]
    public async Task Watch_Filtered_SendsSelectorsAndBookmarkWish()
    {
        Watch(KnownTypes.ConfigMaps, new ListFilter("default", "app=test", "metadata.name=a"));
        Assert.Equal("snapshot ", await NextAsync());
        _server.Put(Sample.ConfigMap("b"));
        _server.Put(Sample.ConfigMap("a"));
        Assert.Equal("upserted a", await NextAsync());
        SeenRequest watch = _server.Requests.Single(request => request.QueryValue("watch") == "true");
        Assert.Equal(("app=test", "metadata.name=a", "true"), (watch.QueryValue("labelSelector"), watch.QueryValue("fieldSelector"), watch.QueryValue("allowWatchBookmarks")));
        Assert.InRange(int.Parse(watch.QueryValue("timeoutSeconds")!, System.Globalization.CultureInfo.InvariantCulture), 240, 300);
    }

    [Fact]
    public async Task Watch_ConnectionCut_GoesOnWhereItWas()
    {
        Watch(KnownTypes.ConfigMaps);
        Assert.Equal("snapshot ", await NextAsync());
        _server.Put(Sample.ConfigMap("a"));
        Assert.Equal("upserted a", await NextAsync());
        await _server.CutWatchesAsync();
        _server.Put(Sample.ConfigMap("b"));
        Assert.Equal("upserted b", await NextAsync());
        Assert.Single(_server.Requests, request => request.QueryValue("watch") is null);
    }

    [Fact]
    public async Task Watch_ServerAwayForAWhile_GoesOnAfterwards()
    {
        Watch(KnownTypes.ConfigMaps);
        await NextAsync();
        int refused = 0;
        _server.Intercept(_ => refused++ < 3 ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused") : null);
        Task<string> next = NextAsync();
        await _server.CutWatchesAsync();
        _server.Put(Sample.ConfigMap("a"));
        Assert.Equal("upserted a", await next);
        Assert.True(refused > 3);
    }

    [Fact]
    public async Task Watch_PositionForgotten_ListsAgain()
    {
        Watch(KnownTypes.ConfigMaps);
        Assert.Equal("snapshot ", await NextAsync());
        Task<string> next = NextAsync();
        await Task.Yield();
        _server.Compact();
        await _server.CutWatchesAsync();
        _server.Put(Sample.ConfigMap("a"));
        Assert.Equal("snapshot a", await next);
        _server.Put(Sample.ConfigMap("b"));
        Assert.Equal("upserted b", await NextAsync());
    }

    [Fact]
    public async Task Watch_RefusedWith410_ListsAgain()
    {
        int refused = 0;
        _server.Refuse(request => request.QueryValue("watch") == "true" && refused++ == 0, 410, "Expired", "too old resource version");
        Watch(KnownTypes.ConfigMaps);
        Assert.Equal("snapshot ", await NextAsync());
        _server.Put(Sample.ConfigMap("a"));
        Assert.Equal("snapshot a", await NextAsync());
    }

    [Fact]
    public async Task Watch_KindNotDefinedYet_IsEmptyUntilItIs()
    {
        Watch(Sample.Widgets);
        Assert.Equal("snapshot ", await NextAsync());
        Task<string> next = NextAsync();
        _server.Put(Sample.WidgetDefinition());
        _server.Put(Sample.Widget());
        Assert.Equal("snapshot w", await next);
        _server.Put(Sample.Widget("v"));
        Assert.Equal("upserted v", await NextAsync());
        _server.Remove(new ObjectKey("test.nsmps.io/v1", "Widget", "default", "v"));
        Assert.Equal("deleted v", await NextAsync());
        _server.Remove(new ObjectKey("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, "widgets.test.nsmps.io"));
        Assert.Equal("deleted w", await NextAsync());
        next = NextAsync();
        await _server.CutWatchesAsync();
        Assert.Equal("snapshot ", await next);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("watch")]
    public async Task Watch_Forbidden_ThrowsAccessDenied(string verb)
    {
        _server.Refuse(request => (request.QueryValue("watch") == "true") == (verb == "watch"), 403, "Forbidden", "configmaps is forbidden: User \"jane\" cannot watch resource \"configmaps\"");
        Watch(KnownTypes.ConfigMaps);
        if (verb == "watch")
        {
            await NextAsync();
        }

        var error = await Assert.ThrowsAsync<NsmException>(NextAsync);
        Assert.Equal("AccessDenied", error.Error.Id);
        Assert.Contains("User \"jane\" cannot watch", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_BookmarksAndBrokenLines_MoveThePositionOnly()
    {
        int streams = 0;
        _server.Intercept(request => request.QueryValue("watch") != "true" ? null : ++streams switch
        {
            1 => Stream("""{"type":"BOOKMARK","object":{"kind":"ConfigMap","metadata":{"resourceVersion":"777"}}}""" + "\n" + """{"type":"ADDED","obj"""),
            2 => Stream("""{"type":"ERROR","object":{"kind":"Status","status":"Failure","code":500,"reason":"InternalError"}}""" + "\n"),
            _ => Stream("""{"type":"ADDED","object":{"kind":"ConfigMap","metadata":{"name":"late","resourceVersion":"778"}}}""" + "\n"),
        });
        Watch(KnownTypes.ConfigMaps);
        Assert.Equal("snapshot ", await NextAsync());
        Assert.Equal("upserted late", await NextAsync());
        Assert.Equal(["777", "777"], _server.Requests.Where(request => request.QueryValue("watch") == "true").Skip(1).Select(request => request.QueryValue("resourceVersion")));
    }

    [Fact]
    public async Task Watch_ServerAlwaysEndsStreams_DoesNotBusyLoop()
    {
        _server.Intercept(request => request.QueryValue("watch") == "true" ? Stream("") : null);
        Watch(KnownTypes.ConfigMaps);
        await NextAsync();
        Task<string> next = NextAsync();
        await Task.Delay(TimeSpan.FromSeconds(1), _stop.Token);
        Assert.InRange(_server.Requests.Count, 1, 8);
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task Watch_Cancelled_EndsAtOnce()
    {
        Watch(KnownTypes.ConfigMaps);
        await NextAsync();
        Task<string> next = NextAsync();
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    private static HttpResponseMessage Stream(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "application/json") };

    private void Watch(ResourceType type, ListFilter? filter = null) => _events = _client.WatchAsync(type, filter ?? ListFilter.All, _stop.Token).GetAsyncEnumerator(_stop.Token);

    private async Task<string> NextAsync()
    {
        Assert.True(await _events!.MoveNextAsync());
        return _events.Current switch
        {
            WatchEvent.Snapshot snapshot => "snapshot " + string.Join(",", snapshot.Items.Select(NameOf)),
            WatchEvent.Upserted upserted => "upserted " + NameOf(upserted.Item),
            WatchEvent.Deleted deleted => "deleted " + NameOf(deleted.Item),
            _ => "?",
        };
    }

    private static string? NameOf(JsonObject item) => (string?)item["metadata"]?["name"];
}
