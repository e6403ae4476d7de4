extern alias client;

using client::NsmPS.Meshes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using NsmPS.Adapter.Registration;
using NsmPS.Adapter.Tests.World;
using NsmPS.Core.Tests;

namespace NsmPS.Adapter.Tests.Registration;

/// <summary>Registration with a Meshery server, over real HTTP.</summary>
public sealed class RegistrationTests
{
    private static readonly int s_count = ComponentDefinitions.For(Repository.Catalog).Count();

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_ServerThere_LearnsEveryComponentOfEveryRelease()
    {
        await using var server = await MesheryServer.StartAsync();
        await using var adapter = await StartAsync(server.Address);

        await UntilAsync(() => server.Registered.Count == s_count);

        var all = server.Registered.ToList();
        Assert.All(server.Paths, path => Assert.Equal("POST /api/meshmodel/components/register", path));
        Assert.Equal(["v0.2.0", "v0.2.1", "v1.18.0"], all.Select(item => (string)item.Component["model"]!["version"]!).Distinct().Order());
        Assert.All(all, item => Assert.Equal("network_service_mesh", (string?)item.Component["model"]!["name"]));
        Assert.Superset(new HashSet<string>(["NetworkServiceMesh", "NetworkService", "NetworkServiceEndpoint"]), all.Select(item => (string)item.Component["kind"]!).ToHashSet());
        Assert.All(all, item => Assert.NotNull(System.Text.Json.Nodes.JsonNode.Parse((string)item.Component["schema"]!)!["type"]));
    }

    [Fact]
    public async Task Payload_BothGenerations_FindTheirMember()
    {
        await using var server = await MesheryServer.StartAsync();
        await using var adapter = await StartAsync(server.Address);
        await UntilAsync(() => !server.Registered.IsEmpty);

        var body = server.Registered.First().Body;

        Assert.Equal("component", (string?)body["entityType"]);
        Assert.Equal(("meshery-nsm", adapter.Address.Port), ((string)body["host"]!["Hostname"]!, (int)body["host"]!["Port"]!));
        Assert.Equal(("meshery-nsm", adapter.Address.Port), ((string)body["connection"]!["metadata"]!["hostname"]!, (int)body["connection"]!["metadata"]!["port"]!));
        Assert.Equal("registered", (string?)body["connection"]!["status"]);
    }

    [Fact]
    public async Task Server_Restarted_LearnsThemAgain()
    {
        var first = await MesheryServer.StartAsync();
        var address = first.Address;
        await using var adapter = await StartAsync(address);
        await UntilAsync(() => first.Registered.Count == s_count);
        await first.DisposeAsync();

        await using var second = await MesheryServer.StartAsync(address.Port);
        await UntilAsync(
            () =>
            {
                _time.Advance(Registrar.Interval);
                return second.Registered.Count >= s_count;
            });
    }

    [Theory]
    [InlineData(StatusCodes.Status500InternalServerError, "500")]
    [InlineData(StatusCodes.Status302Found, "302")]
    [InlineData(StatusCodes.Status404NotFound, "404")]
    public async Task Failure_Always_IsOneWarningAndRedirectsAreNotFollowed(int answer, string shown)
    {
        await using var server = await MesheryServer.StartAsync();
        server.Answer = answer;
        await using var adapter = await StartAsync(server.Address);
        using var events = await adapter.ListenAsync();

        await UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                return server.Paths.Count >= 12;
            });
        server.Answer = StatusCodes.Status200OK;
        await UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                return server.Registered.Count >= s_count;
            });

        var warning = Assert.Single(await events.WaitAsync(_ => true));
        Assert.Equal((EventType.Warn, "1066"), (warning.EventType, warning.ErrorCode));
        Assert.Contains(shown, warning.Details, StringComparison.Ordinal);
        Assert.DoesNotContain("error", warning.Summary + warning.Details, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(server.Paths, path => path.Contains("elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ServerUnreachable_Adapter_ServesAllTheSame()
    {
        await using var adapter = await StartAsync(new Uri("http://127.0.0.1:1"));

        Assert.Equal("NETWORK_SERVICE_MESH", (await adapter.Client.MeshNameAsync(new MeshNameRequest(), cancellationToken: Token)).Name);
    }

    private Task<TestAdapter> StartAsync(Uri server) => TestAdapter.StartAsync(settings => settings with { MesheryServer = server, ServiceAddress = "meshery-nsm" }, _time);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));
        while (!condition())
        {
            await Task.Delay(20, deadline.Token);
        }
    }
}
