extern alias client;

using System.Text;
using client::NsmPS.Meshes;
using Microsoft.AspNetCore.Http;
using NsmPS.Adapter.Registration;
using NsmPS.Adapter.Tests.World;
using NsmPS.Core.Tests;

namespace NsmPS.Adapter.Tests.Registration;

/// <summary>Registration with a Meshery server, over real HTTP.</summary>
public sealed class RegistrationTests : IDisposable
{
    private static readonly int s_count = ComponentDefinitions.For(Repository.Catalog).Count();

    private readonly RoundTime _time = new();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(ServerKind.Old))]
    [InlineData(nameof(ServerKind.Current))]
    [InlineData(nameof(ServerKind.Showing))]
    public async Task ThreeRoundsAndTwoRestarts_AnyServer_StoresEachComponentOnce(string kind)
    {
        await using var server = await MesheryServer.StartAsync(Enum.Parse<ServerKind>(kind));
        for (var start = 0; start < 3; start++)
        {
            await using var adapter = await StartAsync(server.Address);
            await _time.RoundAsync();
            await _time.RoundAsync();
            await _time.RoundAsync();
        }

        Assert.Equal(0, server.EmptyRows);
        Assert.Equal(s_count, server.Stored.Count);
        Assert.Equal(s_count, server.Stored.Select(row => (row.Kind, row.Version)).Distinct().Count());
        Assert.Equal(["v0.2.0", "v0.2.1", "v1.18.0"], server.Stored.Select(row => row.Version).Distinct().Order());
        Assert.Superset(new HashSet<string>(["NetworkServiceMesh", "NetworkService", "NetworkServiceEndpoint"]),
            server.Stored.Select(row => row.Kind).ToHashSet());
        Assert.All(server.Stored, row => Assert.NotNull(System.Text.Json.Nodes.JsonNode.Parse(row.Schema)!["type"]));
    }

    [Fact]
    public void Order_OfReleases_EndsWithTheDefault() => Assert.Equal(["v1.18.0", "v0.2.0", "v0.2.1"],
        ComponentDefinitions.For(Repository.Catalog).Select(definition => definition.Version).Distinct());

    [Fact]
    public async Task Payload_BothGenerations_FindTheirMember()
    {
        await using var server = await MesheryServer.StartAsync();
        await using var adapter = await StartAsync(server.Address);
        await _time.RoundAsync();

        var body = server.Bodies.First();

        Assert.Equal("component", (string?)body["entityType"]);
        Assert.Equal(("meshery-nsm", adapter.Address.Port), ((string)body["host"]!["Hostname"]!, (int)body["host"]!["Port"]!));
        Assert.Equal(("meshery-nsm", adapter.Address.Port),
            ((string)body["connection"]!["metadata"]!["hostname"]!, (int)body["connection"]!["metadata"]!["port"]!));
        Assert.Equal("registered", (string?)body["connection"]!["status"]);
    }

    [Fact]
    public async Task ServerShowsNothing_WithoutAToken_IsAWarningThatSaysWhatHelps()
    {
        await using var server = await MesheryServer.StartAsync(ServerKind.Current);
        var listens = server.CloseDoor();
        await using var adapter = await StartAsync(server.Address);
        using var events = await adapter.ListenAsync();
        listens.SetResult();

        var warning = Assert.Single(await events.WaitAsync(item => item.EventType == EventType.Warn));

        Assert.Equal("1120", warning.ErrorCode);
        Assert.Contains("has taken the components and shows none of them", warning.Summary, StringComparison.Ordinal);
        Assert.Contains("mesheryctl model import", warning.SuggestedRemediation, StringComparison.Ordinal);
        Assert.DoesNotContain("components were sent", LogOf(adapter), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerShowsNothing_WithAToken_GetsThePackagesAndShowsThem()
    {
        await using var server = await MesheryServer.StartAsync(ServerKind.Current);
        var token = _folder.Write("auth.json", $$"""{"meshery-provider":"None","token":"{{MesheryServer.Token}}"}""");
        await using var adapter = await StartAsync(server.Address, token);

        await _time.RoundAsync();

        Assert.Contains("shows network_service_mesh", LogOf(adapter), StringComparison.Ordinal);
        Assert.Equal(["v0.2.0", "v0.2.1", "v1.18.0"], server.Imported.Keys.Order());
        Assert.Equal(s_count, server.Stored.Count);
        Assert.DoesNotContain(MesheryServer.Token, LogOf(adapter), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerShowsNothing_TokenRefused_SaysSo()
    {
        await using var server = await MesheryServer.StartAsync(ServerKind.Current);
        var listens = server.CloseDoor();
        await using var adapter = await StartAsync(server.Address, _folder.Write("token", "another"));
        using var events = await adapter.ListenAsync();
        listens.SetResult();

        var warning = Assert.Single(await events.WaitAsync(item => item.EventType == EventType.Warn));

        Assert.Contains("answers 401 for the import of network_service_mesh-", warning.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StatusCodes.Status204NoContent, 0)]
    [InlineData(StatusCodes.Status201Created, 0)]
    [InlineData(StatusCodes.Status200OK, 100_000)]
    public async Task Answer_AnySuccessAndAnyLength_CountsOnce(int success, int length)
    {
        await using var server = await MesheryServer.StartAsync();
        (server.Success, server.AnswerLength) = (success, length);
        await using var adapter = await StartAsync(server.Address);

        await _time.RoundAsync();

        Assert.Contains("shows network_service_mesh", LogOf(adapter), StringComparison.Ordinal);
        Assert.Equal(s_count, server.Bodies.Count);
    }

    [Fact]
    public async Task Answer_TooSlow_IsNotAskedForAgain()
    {
        await using var server = await MesheryServer.StartAsync(ServerKind.Showing);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Gate = gate.Task;
        await using var adapter = await StartAsync(server.Address);
        await server.Reached.WaitAsync(TimeSpan.FromMinutes(3), Token);
        server.Gate = Task.CompletedTask;
        _time.Advance(MesheryAnswer.Time);
        await _time.RoundAsync();
        await _time.RoundAsync();

        Assert.Equal(s_count, server.Bodies.Count);
        gate.SetResult();
    }

    [Fact]
    public async Task OneComponentRefused_TheOthers_AreRegisteredAndTheWarningNamesIt()
    {
        await using var server = await MesheryServer.StartAsync();
        server.Refuse = kind => kind == "NetworkService" ? StatusCodes.Status400BadRequest : null;
        var listens = server.CloseDoor();
        await using var adapter = await StartAsync(server.Address);
        using var events = await adapter.ListenAsync();
        listens.SetResult();

        var warning = Assert.Single(await events.WaitAsync(item => item.EventType == EventType.Warn));
        Assert.Contains("answers 400 for NetworkService v", warning.Summary, StringComparison.Ordinal);
        await _time.RoundAsync();
        Assert.Equal(s_count - 3, server.Stored.Count);
        server.Refuse = _ => null;
        await _time.RoundAsync();
        Assert.Equal(s_count, server.Stored.Count);
    }

    [Fact]
    public async Task ServerRestarted_ItsFirstStream_MakesItLearnThemAgainAtOnce()
    {
        await using var server = await MesheryServer.StartAsync();
        await using var adapter = await StartAsync(server.Address);
        await _time.RoundAsync();
        server.Forget();
        var before = _time.GetUtcNow();

        using var events = await adapter.ListenAsync();
        await _time.RoundAsync(waits: false);

        Assert.Equal(s_count, server.Stored.Count);
        Assert.Equal(Registrar.Pause, _time.GetUtcNow() - before);
    }

    [Theory]
    [InlineData(StatusCodes.Status500InternalServerError, "500")]
    [InlineData(StatusCodes.Status302Found, "302")]
    [InlineData(StatusCodes.Status404NotFound, "404")]
    public async Task Failure_Always_IsOneWarningAndRedirectsAreNotFollowed(int answer, string shown)
    {
        await using var server = await MesheryServer.StartAsync();
        server.Refuse = _ => answer;
        var listens = server.CloseDoor();
        await using var adapter = await StartAsync(server.Address);
        using var events = await adapter.ListenAsync();
        listens.SetResult();

        await _time.RoundAsync();
        var sent = server.Bodies.Count;
        await _time.RoundAsync();

        Assert.InRange(server.Bodies.Count, sent + 1, int.MaxValue);

        // What comes after everything that was told before.
        await adapter.Client.ApplyOperationAsync(new ApplyRuleRequest { OperationId = "last" }, cancellationToken: Token);
        await events.EndAsync("last");
        var warning = Assert.Single(events.All, Tells);
        Assert.Equal((EventType.Warn, "1120"), (warning.EventType, warning.ErrorCode));
        server.Refuse = _ => null;
        await _time.RoundAsync();

        Assert.Equal(s_count, server.Stored.Count);
        Assert.DoesNotContain("error", warning.Summary + warning.Details, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(server.Paths, path => path.Contains("elsewhere", StringComparison.Ordinal));

        bool Tells(EventsResponse item) => item.Details.Contains(shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerUnreachable_Adapter_ServesAllTheSame()
    {
        await using var adapter = await StartAsync(new Uri("http://127.0.0.1:1"));

        Assert.Equal("NETWORK_SERVICE_MESH", (await adapter.Client.MeshNameAsync(new MeshNameRequest(), cancellationToken: Token)).Name);
    }

    private Task<TestAdapter> StartAsync(Uri server, string? token = null)
    {
        _time.Restart();
        return TestAdapter.StartAsync(
            settings => settings with { MesheryServer = server, ServiceAddress = "meshery-nsm", MesheryTokenFile = token }, _time);
    }

    private static string LogOf(TestAdapter adapter) => Encoding.UTF8.GetString(adapter.Log.ToArray());
}
