using System.Text.Json.Nodes;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Kubernetes;

public sealed class ClusterClientTests : IDisposable
{
    private readonly ApiServer _server = new();
    private readonly ClusterClient _client;

    public ClusterClientTests() => _client = _server.CreateClient();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    // Two bytes more than the kind may have: nothing larger is read, and it is not asked for again.
    [Theory]
    [InlineData("version", 200, 64 * 1024)]
    [InlineData("object", 200, 16 * 1024 * 1024)]
    [InlineData("object", 404, 1024 * 1024)]
    [InlineData("log", 200, 2 * 1024 * 1024)]
    public async Task Answer_LargerThanItsKind_IsRefusedAtOnce(string what, int code, int bound)
    {
        Func<Task> ask = what switch
        {
            "version" => () => _client.GetServerVersionAsync(Token),
            "log" => () => _client.ReadLogAsync("default", "p", "main", false, 5, Token),
            _ => () => _client.GetAsync(Sample.ConfigMapKey(), Token),
        };
        var length = bound + 1;
        _server.Intercept(_ => new HttpResponseMessage((System.Net.HttpStatusCode)code)
        {
            Content = new ByteArrayContent(new byte[length])
        });
        var before = _server.Requests.Count;
        var error = await Assert.ThrowsAsync<NsmException>(ask);
        Assert.Equal("ApiRequestFailed", error.Error.Id);
        Assert.Contains("is larger than any that an API server gives", error.Message, StringComparison.Ordinal);
        Assert.Equal(before + 1, _server.Requests.Count);
    }

    [Fact]
    public async Task Apply_KindNotServedYet_IsRepeatedUntilItIs()
    {
        var refusals = 0;
        _server.Intercept(request => request.Method == "PATCH" && refusals++ < 2
            ? new HttpResponseMessage(System.Net.HttpStatusCode.NotFound) { Content = new StringContent("404 page not found\n") }
            : null);
        await _client.ApplyAsync(Sample.ConfigMap(), force: false, dryRun: false, Token);
        Assert.Equal(3, refusals);
    }

    [Fact]
    public async Task TakeWarnings_OfAnswers_AreThereOnceAndGoneWhenTaken()
    {
        _server.Intercept(request =>
        {
            var answer = new HttpResponseMessage { Content = new StringContent("{\"gitVersion\":\"v1\"}") };
            answer.Headers.TryAddWithoutValidation("Warning", "299 - \"v1 \\\"Endpoints\\\" is deprecated in v1.33+\"");
            answer.Headers.TryAddWithoutValidation("Warning", "299 - \"would violate PodSecurity, \u001b[31mred\"");
            return answer;
        });
        await _client.GetServerVersionAsync(Token);
        await _client.GetServerVersionAsync(Token);

        Assert.Equal(
            ["The API server warns about the server's version: v1 \"Endpoints\" is deprecated in v1.33+",
                "The API server warns about the server's version: would violate PodSecurity, ?[31mred"],
            _client.TakeWarnings());
        Assert.Empty(_client.TakeWarnings());
    }

    [Fact]
    public async Task TakeWarnings_NoneOrDamaged_AreNone()
    {
        await _client.GetServerVersionAsync(Token);
        _server.Intercept(request =>
        {
            var answer = new HttpResponseMessage { Content = new StringContent("{\"gitVersion\":\"v1\"}") };
            answer.Headers.TryAddWithoutValidation("Warning", "garbage");
            return answer;
        });
        await _client.GetServerVersionAsync(Token);

        Assert.Empty(_client.TakeWarnings());
    }

    [Fact]
    public async Task FindServerVersion_Forbidden_IsNull()
    {
        _server.Refuse(request => request.Path == "/version", 403, "Forbidden", "User \"jane\" cannot get path \"/version\"");

        Assert.Null(await _client.FindServerVersionAsync(Token));
        Assert.Equal("AccessDenied", (await Assert.ThrowsAsync<NsmException>(() => _client.GetServerVersionAsync(Token))).Error.Id);
    }

    [Fact]
    public async Task List_AnswerOfOtherTypes_IsReadWithoutCrash()
    {
        _server.Intercept(request => request.Path.EndsWith("/configmaps", StringComparison.Ordinal)
            ? new HttpResponseMessage
            {
                Content = new StringContent(
                """
                {"metadata":{"continue":[],"resourceVersion":{}},"items":[1,null,{"metadata":7}]}
                """)
            } : null);

        Assert.Single(await _client.ListAsync(KnownTypes.ConfigMaps, ListFilter.All, Token));
    }

    [Fact]
    public async Task GetServerVersion_Asked_ReturnsGitVersion() =>
        Assert.StartsWith("v1.36.1", await _client.GetServerVersionAsync(Token), StringComparison.Ordinal);

    [Theory]
    [InlineData("<html>hello</html>")]
    [InlineData("{}")]
    [InlineData("{\"gitVersion\":1}")]
    [InlineData("{\"\\uDC00\":1}")]
    public async Task GetServerVersion_NotAnApiServer_SaysSo(string body)
    {
        _server.Intercept(_ => new HttpResponseMessage { Content = new StringContent(body) });
        var error = await Assert.ThrowsAsync<NsmException>(() => _client.GetServerVersionAsync(Token));
        Assert.Equal("ApiRequestFailed", error.Error.Id);
        Assert.Contains("may not be an API server", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_WhatIsThere_ReturnsIt()
    {
        _server.Put(Sample.ConfigMap(value: "7"));
        var item = await _client.GetAsync(Sample.ConfigMapKey(), Token);
        Assert.Equal("7", (string?)item?["data"]?["value"]);
    }

    [Theory]
    [InlineData("v1", "ConfigMap", "default")]
    [InlineData("v1", "ConfigMap", "nowhere")]
    [InlineData("test.nsmps.io/v1", "Widget", "default")]
    [InlineData("apps/v1", "Gadget", "default")]
    public async Task Get_WhatIsNotThere_ReturnsNull(string apiVersion, string kind, string space) =>
        Assert.Null(await _client.GetAsync(new ObjectKey(apiVersion, kind, space, "x"), Token));

    [Fact]
    public async Task Apply_NewObject_SendsServerSideApplyAsNsmps()
    {
        var applied = await _client.ApplyAsync(Sample.ConfigMap(), false, false, Token);
        var request = _server.Requests[^1];
        Assert.Equal("PATCH /api/v1/namespaces/default/configmaps/one", request.ToString());
        Assert.Equal("application/apply-patch+yaml", request.ContentType);
        Assert.Equal("nsmps", request.QueryValue("fieldManager"));
        Assert.Equal("false", request.QueryValue("force"));
        Assert.Null(request.QueryValue("dryRun"));
        Assert.NotNull((string?)applied["metadata"]?["uid"]);
    }

    [Fact]
    public async Task Apply_DryRun_LeavesNothing()
    {
        var applied = await _client.ApplyAsync(Sample.ConfigMap(), false, true, Token);
        Assert.Equal("1", (string?)applied["data"]?["value"]);
        Assert.Equal("All", _server.Requests[^1].QueryValue("dryRun"));
        Assert.Null(_server.Find(Sample.ConfigMapKey()));
    }

    [Fact]
    public async Task Apply_Twice_KeepsResourceVersion()
    {
        var first = await _client.ApplyAsync(Sample.ConfigMap(), false, false, Token);
        var second = await _client.ApplyAsync(Sample.ConfigMap(), false, false, Token);
        var third = await _client.ApplyAsync(Sample.ConfigMap(value: "2"), false, false, Token);
        Assert.Equal((string?)first["metadata"]!["resourceVersion"], (string?)second["metadata"]!["resourceVersion"]);
        Assert.NotEqual((string?)first["metadata"]!["resourceVersion"], (string?)third["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public async Task Apply_ForeignField_NamesManagerAndField()
    {
        _server.Put(Sample.ConfigMap(value: "theirs"), "helm");
        var error = await Assert.ThrowsAsync<NsmException>(() => _client.ApplyAsync(Sample.ConfigMap(value: "ours"), false, false, Token));
        Assert.Equal("FieldConflict", error.Error.Id);
        Assert.Contains("'helm' has set .data.value", error.Message, StringComparison.Ordinal);
        Assert.Equal("ConfigMap/default/one", error.Target);
        Assert.Equal("sandbox", error.Cluster);
    }

    [Fact]
    public async Task Apply_ForeignFieldWithForce_TakesItOver()
    {
        _server.Put(Sample.ConfigMap(value: "theirs"), "helm");
        await _client.ApplyAsync(Sample.ConfigMap(value: "ours"), true, false, Token);
        Assert.Equal("ours", (string?)_server.Find(Sample.ConfigMapKey())!["data"]!["value"]);
    }

    [Fact]
    public async Task Apply_KindJustDefined_IsFound()
    {
        var missing = await Assert.ThrowsAsync<NsmException>(() => _client.ApplyAsync(Sample.Widget(), false, false, Token));
        Assert.Equal("ApiRequestFailed", missing.Error.Id);

        await _client.ApplyAsync(Sample.WidgetDefinition(), false, false, Token);
        await _client.ApplyAsync(Sample.Widget(), false, false, Token);
        var asked = _server.Requests.Count(request => request.Path == "/apis/test.nsmps.io/v1");
        await _client.ApplyAsync(Sample.Widget(), false, false, Token);
        Assert.Equal(asked, _server.Requests.Count(request => request.Path == "/apis/test.nsmps.io/v1"));
        Assert.Equal(Sample.Widgets, await _client.FindTypeAsync("test.nsmps.io/v1", "Widget", Token));
    }

    [Fact]
    public async Task Apply_BuiltInKind_AsksForNoDiscovery()
    {
        await _client.ApplyAsync(Sample.ConfigMap(), false, false, Token);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Create_ThenAgain_IsRefused()
    {
        await _client.CreateAsync(Sample.ConfigMap(), false, Token);
        var error = await Assert.ThrowsAsync<NsmException>(() => _client.CreateAsync(Sample.ConfigMap(), false, Token));
        Assert.Equal("ApiRequestFailed", error.Error.Id);
        Assert.Contains("already exists", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_DryRun_LeavesNothing()
    {
        await _client.CreateAsync(Sample.ConfigMap(), true, Token);
        Assert.Null(_server.Find(Sample.ConfigMapKey()));
    }

    [Fact]
    public async Task Delete_WhatIsThere_ReturnsTrueThenFalse()
    {
        _server.Put(Sample.ConfigMap());
        Assert.True(await _client.DeleteAsync(Sample.ConfigMapKey(), null, Token));
        Assert.Equal("Background", (string?)_server.Requests[^1].Json["propagationPolicy"]);
        Assert.False(await _client.DeleteAsync(Sample.ConfigMapKey(), null, Token));
        Assert.False(await _client.DeleteAsync(new ObjectKey("test.nsmps.io/v1", "Widget", "default", "w"), null, Token));
    }

    [Fact]
    public async Task Delete_OtherUid_LeavesObject()
    {
        var item = _server.Put(Sample.ConfigMap());
        Assert.False(await _client.DeleteAsync(Sample.ConfigMapKey(), "another", Token));
        Assert.NotNull(_server.Find(Sample.ConfigMapKey()));
        Assert.True(await _client.DeleteAsync(Sample.ConfigMapKey(), (string?)item["metadata"]!["uid"], Token));
    }

    [Fact]
    public async Task List_SeveralPages_ReturnsAllWithKind()
    {
        string[] names = [.. Enumerable.Range(0, 1001).Select(number => $"m{number:0000}")];
        Array.ForEach(names, name => _server.Put(Sample.ConfigMap(name)));

        var items = await _client.ListAsync(KnownTypes.ConfigMaps, new ListFilter("default"), Token);
        Assert.Equal(names, items.Select(item => (string?)item["metadata"]!["name"]));
        Assert.All(items, item => Assert.Equal(("v1", "ConfigMap"), ((string?)item["apiVersion"], (string?)item["kind"])));
        Assert.Equal(3, _server.Requests.Count);
        Assert.All(_server.Requests, request => Assert.Equal("500", request.QueryValue("limit")));
    }

    [Fact]
    public async Task List_PageExpired_StartsAgain()
    {
        for (var i = 0; i < 501; i++)
        {
            _server.Put(Sample.ConfigMap($"m{i}"));
        }

        _server.Intercept(request =>
        {
            if (request.QueryValue("continue") is not null)
            {
                _server.Compact();
            }

            return null;
        });
        var items = await _client.ListAsync(KnownTypes.ConfigMaps, ListFilter.All, Token);
        Assert.Equal(501, items.Count);
        Assert.Null(_server.Requests[^1].QueryValue("limit"));
    }

    [Fact]
    public async Task List_PagesWithoutEnd_IsAnError()
    {
        _server.Intercept(request => request.Path.EndsWith("/configmaps", StringComparison.Ordinal)
            ? new HttpResponseMessage
            {
                Content = new StringContent(
                """
                {"metadata":{"continue":"more","resourceVersion":"1"},"items":[]}
                """)
            } : null);

        var exception = await Assert.ThrowsAsync<NsmException>(() => _client.ListAsync(KnownTypes.ConfigMaps, ListFilter.All, Token));

        Assert.Same(NsmErrors.ApiRequestFailed, exception.Error);
        Assert.Contains("is too long", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Selectors_AreSentToTheServer()
    {
        _server.Put(Sample.ConfigMap("a"));
        _server.Put(Sample.ConfigMap("b"));
        var filter = new ListFilter("default", "app in (test, other)", "metadata.name=b");
        var item = Assert.Single(await _client.ListAsync(KnownTypes.ConfigMaps, filter, Token));
        Assert.Equal("b", (string?)item["metadata"]!["name"]);
    }

    [Fact]
    public async Task List_UnknownKind_IsEmpty() => Assert.Empty(await _client.ListAsync(Sample.Widgets, ListFilter.All, Token));

    [Theory]
    [InlineData("""{"kind":"ConfigMap","metadata":{"name":"x"}}""")]
    [InlineData("""{"apiVersion":"v1","metadata":{"name":"x"}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"default"}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"}}""")]
    public async Task Apply_IncompleteManifest_SendsNothing(string manifest)
    {
        var error = await Assert.ThrowsAsync<NsmException>(() =>
            _client.ApplyAsync((JsonObject)JsonNode.Parse(manifest)!, false, false, Token));
        Assert.Equal("ManifestInvalid", error.Error.Id);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task AnyCall_Cancelled_ThrowsCancellation()
    {
        using var source = new CancellationTokenSource();
        _server.InterceptAsync(async (_, token) =>
        {
            await source.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return null;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _client.GetServerVersionAsync(source.Token));
    }
}
