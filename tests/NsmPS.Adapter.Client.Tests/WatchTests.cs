using Grpc.Core;
using NsmPS.Adapter.Client.Tests.Fakes;
using NsmPS.Meshes;

namespace NsmPS.Adapter.Client.Tests;

public sealed class WatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watch_Events_ComeWithEverythingTheySay(bool sendsHeadersAtOnce)
    {
        await using var server = await AdapterServer.StartAsync(new FakeMesh { SendsHeadersAtOnce = sendsHeadersAtOnce });
        using var client = AdapterClientTests.Client(server);
        await using var events = client.WatchAsync(null, Token).GetAsyncEnumerator(Token);
        var next = events.MoveNextAsync().AsTask();
        await ListenersAsync(server.Mesh, 1);

        server.Mesh.Tell(new EventsResponse
        {
            EventType = EventType.Error,
            Summary = "ter\u2060ror",
            Details = "d\u2060",
            OperationId = "o",
            ProbableCause = "p",
            SuggestedRemediation = "r",
            ErrorCode = "1003",
            Component = "adapter",
            ComponentName = "NETWORK_SERVICE_MESH",
        });

        Assert.True(await next);
        Assert.Equal(
            new NsmAdapterEvent
            {
                Time = events.Current.Time,
                Type = NsmAdapterEventType.Error,
                Summary = "terror",
                Details = "d",
                OperationId = "o",
                ProbableCause = "p",
                Remedy = "r",
                ErrorCode = "1003",
                Component = "adapter",
                ComponentName = "NETWORK_SERVICE_MESH",
            },
            events.Current);
    }

    [Fact]
    public async Task Watch_AdapterRestarts_GoesOnWithTheNewOne()
    {
        var interruptions = new List<string>();
        var first = await AdapterServer.StartAsync();
        var port = first.Address.Port;
        using var client = AdapterClientTests.Client(first);
        await using var events = client.WatchAsync(problem => interruptions.Add(problem.Error.Id), Token).GetAsyncEnumerator(Token);
        var next = events.MoveNextAsync().AsTask();
        await ListenersAsync(first.Mesh, 1);
        first.Mesh.Tell(new EventsResponse { Summary = "before" });
        Assert.True(await next);

        next = events.MoveNextAsync().AsTask();
        await first.DisposeAsync();
        await using var second = await AdapterServer.StartAsync(port: port);
        await ListenersAsync(second.Mesh, 1);
        second.Mesh.Tell(new EventsResponse { Summary = "after" });

        Assert.True(await next);
        Assert.Equal("after", events.Current.Summary);
        Assert.NotEmpty(interruptions);
    }

    [Fact]
    public async Task Watch_ServerEndsTheStream_OpensItAgain()
    {
        await using var server = await AdapterServer.StartAsync();
        using var client = AdapterClientTests.Client(server);
        await using var events = client.WatchAsync(null, Token).GetAsyncEnumerator(Token);
        var next = events.MoveNextAsync().AsTask();
        await ListenersAsync(server.Mesh, 1);

        server.Mesh.EndStreams();
        await PollAsync(() => server.Mesh.Calls.Count(call => call == "StreamEvents") == 2);
        await ListenersAsync(server.Mesh, 1);
        server.Mesh.Tell(new EventsResponse { Summary = "again" });

        Assert.True(await next);
    }

    [Fact]
    public async Task Watch_NobodyThereFromTheStart_IsAnError()
    {
        using var client = new AdapterClient(AdapterAddress.Parse($"127.0.0.1:{AdapterClientTests.FreePort()}"), new AdapterClientOptions(),
            TimeProvider.System);

        var error = await Assert.ThrowsAsync<NsmException>(async () =>
            await client.WatchAsync(null, Token).GetAsyncEnumerator(Token).MoveNextAsync());

        Assert.Equal("AdapterUnreachable", error.Error.Id);
    }

    [Fact]
    public async Task Watch_NoSuchCall_IsAnErrorAtOnce()
    {
        await using var server = await AdapterServer.StartAsync();
        server.Mesh.Refuse = call => call == "StreamEvents" ? new Status(StatusCode.Unimplemented, "") : null;
        using var client = AdapterClientTests.Client(server);

        var error = await Assert.ThrowsAsync<NsmException>(async () =>
            await client.WatchAsync(null, Token).GetAsyncEnumerator(Token).MoveNextAsync());

        Assert.Equal("AdapterIncompatible", error.Error.Id);
    }

    [Fact]
    public async Task Watch_Cancelled_EndsAndTheServerSeesIt()
    {
        await using var server = await AdapterServer.StartAsync();
        using var client = AdapterClientTests.Client(server);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var events = client.WatchAsync(null, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = events.MoveNextAsync().AsTask();
        await ListenersAsync(server.Mesh, 1);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        await ListenersAsync(server.Mesh, 0);
    }

    internal static Task ListenersAsync(FakeMesh mesh, int count) => PollAsync(() => mesh.Listeners == count);

    internal static async Task PollAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
