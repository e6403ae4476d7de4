using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Tests;

public sealed class YoungKindsTests
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const string Things = "/apis/test.example.com/v1/things";
    private const string Thing = """{"metadata":{"name":"a"}}""";

    private static readonly TimeSpan s_serving = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_storage = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Kind_JustEstablished_IsNotServedYet()
    {
        await using var server = await DefineAsync();

        using var answer = await server.Client.GetAsync(Things, SandboxServer.Token);
        Assert.Equal((HttpStatusCode.NotFound, "404 page not found\n", "text/plain"), (answer.StatusCode,
            await answer.Content.ReadAsStringAsync(SandboxServer.Token), answer.Content.Headers.ContentType?.MediaType));

        _time.Advance(s_serving);
        await server.PostAsync(Things, Thing);
    }

    [Fact]
    public async Task List_NobodyHasAskedForTheKind_IsRefusedUntilItsStorageIsMade()
    {
        await using var server = await DefineAsync();
        _time.Advance(s_serving);

        using var first = await server.Client.GetAsync(Things, SandboxServer.Token);
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1)), (first.StatusCode, first.Headers.RetryAfter?.Delta));
        Assert.Equal("storage is (re)initializing",
            (await server.SendAsync(HttpMethod.Get, Things, null, expected: HttpStatusCode.TooManyRequests)).Text("message"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await server.CodeAsync($"{Things}?watch=true"));
        Assert.Equal(HttpStatusCode.NotFound, await server.CodeAsync($"{Things}/a"));

        _time.Advance(s_storage);
        Assert.Equal(HttpStatusCode.OK, await server.CodeAsync(Things));
    }

    [Fact]
    public async Task List_SomebodyHasAskedBefore_IsAnswered()
    {
        await using var server = await DefineAsync();
        _time.Advance(s_serving);
        await server.PostAsync(Things, Thing);
        _time.Advance(s_storage);

        Assert.Single((await server.GetAsync(Things)).Items("items"));
    }

    [Fact]
    public async Task List_OlderKubernetes_IsAnswered()
    {
        await using var server = await DefineAsync("1.30.0");
        _time.Advance(s_serving);

        Assert.Equal(HttpStatusCode.OK, await server.CodeAsync(Things));
    }

    private async Task<SandboxServer> DefineAsync(string version = "1.36.0")
    {
        var server = await SandboxServer.StartAsync(services => services
            .AddSingleton(provider => new ObjectStore(_time, TimeProvider.System, new Lazy<IReadOnlyList<IAdmission>>(() => [])))
            .AddSingleton(new Timings { KindServing = s_serving, KindStorage = s_storage }),
            new SandboxSettings { KubernetesVersion = version });
        await server.PostAsync(Definitions, """
            {"metadata":{"name":"things.test.example.com"},"spec":{"group":"test.example.com","scope":"Cluster",
              "names":{"plural":"things","kind":"Thing"},
              "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}
            """);
        await SandboxServer.UntilAsync(() => Task.FromResult(server.Store.Find("test.example.com/v1", "Thing") is not null));
        return server;
    }
}
