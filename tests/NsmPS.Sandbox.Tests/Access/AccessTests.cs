using System.Net;
using System.Net.Http.Headers;
using NsmPS.Kubernetes;

namespace NsmPS.Sandbox.Tests.Access;

public sealed class AccessTests
{
    private const string Nodes = "/api/v1/nodes";
    private const string Faults = "/sandbox/faults";

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Request_WithoutTheToken_IsRefused(string? token)
    {
        await using var server = await SandboxServer.StartAsync();
        using var stranger = server.NewClient();
        stranger.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

        foreach (var path in new[] { Nodes, Faults, "/version", "/apis" })
        {
            using var response = await stranger.GetAsync(path, SandboxServer.Token);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        using var health = await stranger.GetAsync("/readyz", SandboxServer.Token);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/nothings", "404 page not found\n")]
    [InlineData("/apis/no.group/v1/things", "404 page not found\n")]
    [InlineData("/apis/no.group/v1", "404 page not found\n")]
    [InlineData("/api/v1/pods/p/log", "404 page not found\n")]
    [InlineData("/api/v1/nodes/unknown", "\"message\":\"nodes \\u0022unknown\\u0022 not found\",\"reason\":\"NotFound\"")]
    public async Task Get_Unknown_IsAStatusOnlyForObjects(string path, string expected)
    {
        await using var server = await SandboxServer.StartAsync();

        using var response = await server.Client.GetAsync(path, SandboxServer.Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains(expected, await response.Content.ReadAsStringAsync(SandboxServer.Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/apis/apiextensions.k8s.io/v1", "customresourcedefinitions", "crd,crds", "api-extensions", true)]
    [InlineData("/api/v1", "pods", "po", "all", true)]
    [InlineData("/api/v1", "namespaces", "ns", "", false)]
    public async Task Discovery_Kind_HasNamesCategoriesAndVerbs(string path, string name, string shortNames, string categories,
        bool collections)
    {
        await using var server = await SandboxServer.StartAsync();

        var kind = (await server.GetAsync(path)).Items("resources").Single(item => item.Text("name") == name);

        Assert.Equal((shortNames, categories), (Joined("shortNames"), Joined("categories")));
        Assert.Equal(collections, Joined("verbs").Contains("deletecollection", StringComparison.Ordinal));

        string Joined(string field) => string.Join(',', kind[field]!.AsArray().Select(text => text.Text()));
    }

    [Fact]
    public async Task OpenApi_IsAnEmptyDocument()
    {
        await using var server = await SandboxServer.StartAsync();

        Assert.Empty(await server.Client.GetByteArrayAsync("/openapi/v2", SandboxServer.Token));
    }

    [Fact]
    public async Task Faults_TwoRequests_AreRefusedWithRetryAfterThenAllIsWell()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync(Faults, """{"kind":"TooManyRequests","retryAfterSeconds":7,"count":2,"path":"/nodes"}""", HttpStatusCode.OK);

        using var first = await server.Client.GetAsync(Nodes, SandboxServer.Token);
        var second = await server.CodeAsync(Nodes);
        var third = await server.CodeAsync(Nodes);

        Assert.Equal((HttpStatusCode)429, first.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), first.Headers.RetryAfter?.Delta);
        Assert.Equal(((HttpStatusCode)429, HttpStatusCode.OK), (second, third));
    }

    [Fact]
    public async Task Faults_AShare_IsSpreadEvenlyUntilCleared()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync(Faults, """{"kind":"ServerError","share":0.25}""", HttpStatusCode.OK);
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 8; i++)
        {
            codes.Add(await server.CodeAsync(Nodes));
        }

        await server.DeleteAsync(Faults);

        Assert.Equal(2, codes.Count(code => code == HttpStatusCode.InternalServerError));
        Assert.Empty((await server.GetAsync(Faults)).Items("faults"));
    }

    [Fact]
    public async Task Faults_Drop_ClosesTheConnection()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync(Faults, """{"kind":"DroppedConnection","count":1,"method":"POST"}""", HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.OK, await server.CodeAsync(Nodes));
        using var body = new StringContent("{}");
        await Assert.ThrowsAsync<HttpRequestException>(() => server.Client.PostAsync(Nodes, body, SandboxServer.Token));
    }

    [Theory]
    [InlineData("""{"kind":"Nonsense"}""")]
    [InlineData("""{"kind":3}""")]
    [InlineData("""{"kind":"Latency","share":2}""")]
    [InlineData("""{"kind":"Latency","unknown":1}""")]
    [InlineData("""{"kind":"PodCrash"}""")]
    [InlineData("null")]
    [InlineData("nothing")]
    public async Task Faults_Senseless_AreRefused(string fault)
    {
        await using var server = await SandboxServer.StartAsync();

        await server.PostAsync(Faults, fault, HttpStatusCode.BadRequest);
    }
}
