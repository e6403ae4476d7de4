using Grpc.Core;
using NsmPS.Adapter.Client.Tests.Fakes;
using NsmPS.Meshes;

namespace NsmPS.Adapter.Client.Tests;

public sealed class ApplyTests
{
    private const string Secret = "token-of-the-test";
    private const string Kubeconfig = $"users: [{{ name: u, user: {{ token: {Secret} }} }}]";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_Request_ArrivesAsMesherysServerWouldSendIt()
    {
        await using var server = await AdapterServer.StartAsync();
        using var client = AdapterClientTests.Client(server);

        await client.ApplyAsync(
            new AdapterRequest
            {
                Operation = "custom",
                OperationId = "id",
                Namespace = "n",
                Version = "v",
                Delete = true,
                CustomBody = "b",
                Kubeconfigs = ["one", "two"]
            }, Token);

        Assert.Equal(
            new ApplyRuleRequest
            {
                OpName = "custom",
                OperationId = "id",
                Namespace = "n",
                Version = "v",
                DeleteOp = true,
                CustomBody = "b",
                KubeConfigs = { "one", "two" }
            },
            Assert.Single(server.Mesh.Requests));
    }

    [Fact]
    public async Task Watch_OperationOnTwoClusters_EndsWithTheSecondEnd()
    {
        await using var server = await AdapterServer.StartAsync();
        server.Mesh.Applied = (request, mesh) =>
        {
            mesh.Tell(New("another", "NSM service mesh installed successfully"));
            mesh.Tell(New(request, "Waiting"));
            mesh.Tell(New(request, "NSM service mesh installed successfully", "on one"));
            mesh.Tell(New(request, "Error while installing", "on two", EventType.Error));
            mesh.Tell(New(request, "too late"));
        };
        using var client = AdapterClientTests.Client(server);

        var events = await client.ApplyAndWatchAsync(Request(clusters: 2), null, Token).ToListAsync(Token);

        Assert.Equal(["Waiting", "NSM service mesh installed successfully", "Error while installing"],
            events.Select(happened => happened.Summary));
        Assert.Equal([false, true, true], events.Select(AdapterClient.IsEnd));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watch_EventsBeforeTheAnswer_AreNotMissed(bool sendsHeadersAtOnce)
    {
        await using var server = await AdapterServer.StartAsync(new FakeMesh { SendsHeadersAtOnce = sendsHeadersAtOnce });
        server.Mesh.Applied = (request, mesh) => mesh.Tell(New(request, $"Manifest deployed successfully to {mesh.Listeners} listeners"));
        using var client = AdapterClientTests.Client(server);

        Assert.Equal("Manifest deployed successfully to 1 listeners",
            Assert.Single(await client.ApplyAndWatchAsync(Request(), null, Token).ToListAsync(Token)).Summary);
    }

    [Fact]
    public async Task Watch_ConnectionBreaksInBetween_RepetitionsAreDropped()
    {
        await using var server = await AdapterServer.StartAsync();
        server.Mesh.Applied = (request, mesh) => mesh.Tell(New(request, "NSM service mesh installed successfully", "on one"));
        using var client = AdapterClientTests.Client(server);
        var request = Request(clusters: 2);
        await using var events = client.ApplyAndWatchAsync(request, null, Token).GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());

        var next = events.MoveNextAsync().AsTask();
        server.Mesh.EndStreams();
        await WatchTests.PollAsync(() => server.Mesh.Calls.Count(call => call == "StreamEvents") == 2);
        await WatchTests.ListenersAsync(server.Mesh, 1);
        server.Mesh.Tell(New(request.OperationId, "NSM service mesh installed successfully", "on one"));
        server.Mesh.Tell(New(request.OperationId, "NSM service mesh installed successfully", "on two"));

        Assert.True(await next);
        Assert.Equal("on two", events.Current.Details);
        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public async Task Watch_Refused_IsAnErrorAndTheListeningEnds()
    {
        await using var server = await AdapterServer.StartAsync();
        server.Mesh.Refuse = call => call == "ApplyOperation" ? new Status(StatusCode.InvalidArgument, "no") : null;
        using var client = AdapterClientTests.Client(server);

        var error = await Assert.ThrowsAsync<NsmException>(async () =>
            await client.ApplyAndWatchAsync(Request(), null, Token).ToListAsync(Token));

        Assert.Equal("AdapterRefused", error.Error.Id);
        await WatchTests.ListenersAsync(server.Mesh, 0);
    }

    [Fact]
    public async Task Apply_AdapterQuotesTheKubeconfig_TheErrorDoesNot()
    {
        await using var server = await AdapterServer.StartAsync();
        server.Mesh.Refuse = call => call == "ApplyOperation" ? new Status(StatusCode.Unknown, $"cannot parse {Kubeconfig}") : null;
        using var client = AdapterClientTests.Client(server);

        var error = await Assert.ThrowsAsync<NsmException>(() => client.ApplyAsync(Request(), Token));

        Assert.Contains("cannot parse", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_AdapterQuotesTheKubeconfig_TheEventDoesNot()
    {
        await using var server = await AdapterServer.StartAsync();
        server.Mesh.Applied = (request, mesh) =>
            mesh.Tell(New(request, "Error while connecting", $"cannot parse {Kubeconfig}", EventType.Error));
        using var client = AdapterClientTests.Client(server);

        var happened = Assert.Single(await client.ApplyAndWatchAsync(Request(), null, Token).ToListAsync(Token));

        Assert.Contains("cannot parse", happened.Details, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, happened.ToString(), StringComparison.Ordinal);
    }

    private static AdapterRequest Request(int clusters = 1) =>
        new() { Operation = "network_service_mesh", OperationId = "op-1", Kubeconfigs = [.. Enumerable.Repeat(Kubeconfig, clusters)] };

    private static EventsResponse New(ApplyRuleRequest request, string summary, string details = "", EventType type = EventType.Info) =>
        New(request.OperationId, summary, details, type);

    private static EventsResponse New(string operation, string summary, string details = "", EventType type = EventType.Info) =>
        new() { OperationId = operation, Summary = summary, Details = details, EventType = type };
}
