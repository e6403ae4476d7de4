extern alias client;

using System.Globalization;
using client::NsmPS.Meshes;
using Grpc.Core;
using NsmPS.Adapter.Events;
using NsmPS.Adapter.Tests.World;
using static client::NsmPS.Meshes.MeshService;

namespace NsmPS.Adapter.Tests.Grpc;

/// <summary>Event streams under callers of every kind, over real HTTP/2.</summary>
public sealed class StreamTests : AdapterTest
{
    private const int Live = 100;
    private const int Idle = 50;
    private const int Killed = 50;
    private const int Events = 400;

    // Large enough that a stream which nobody reads fills its window and the server's buffer.
    private static readonly string s_details = new('d', 4000);

    private protected override Task<TestAdapter> StartAsync() =>
        TestAdapter.StartAsync(settings => settings with { EventTimeout = TimeSpan.FromSeconds(2) });

    [Fact]
    public async Task TwoHundredSubscribers_QuarterNeverReadsQuarterDies_EveryLiveOneGetsEveryEventInOrder()
    {
        var channels = Enumerable.Range(0, 8).Select(_ => Adapter.NewChannel()).ToArray();
        var live = new List<EventListener>();
        for (var i = 0; i < Live; i++)
        {
            live.Add(await EventListener.StartAsync(new MeshServiceClient(channels[i % 4])));
        }

        var idle = await OpenAsync(channels[4], Idle);
        var killed = await OpenAsync(channels[5], Killed);
        Assert.Equal(Live + Idle + Killed, Adapter.Hub.Subscribers);

        for (var i = 0; i < Events; i++)
        {
            Publish(i);
            if (i == Events / 2)
            {
                killed.ForEach(call => call.Dispose());
            }
        }

        foreach (var listener in live)
        {
            var got = await listener.WaitAsync(_ => true, Events);
            Assert.Equal(Enumerable.Range(0, Events), got.Select(item => int.Parse(item.Summary, CultureInfo.InvariantCulture)));
        }

        await UntilAsync(() => Adapter.Hub.Subscribers == Live);
        live.ForEach(listener => listener.Dispose());
        idle.ForEach(call => call.Dispose());
        await UntilAsync(() => Adapter.Hub.Subscribers == 0);
        await UntilAsync(() => SubscriptionsAreCollected());
        Assert.Equal("NETWORK_SERVICE_MESH", (await Adapter.Client.MeshNameAsync(new MeshNameRequest(), cancellationToken: Token)).Name);
    }

    [Fact]
    public async Task Subscriber_NeverReads_IsCutOffAfterTheLimit()
    {
        var call = Assert.Single(await OpenAsync(Adapter.NewChannel(), 1));

        for (var i = 0; i < Events; i++)
        {
            Publish(i);
        }

        await UntilAsync(() => Adapter.Hub.Subscribers == 0);
        await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(Token))
            {
            }
        });
    }

    [Fact]
    public async Task Ends_BeforeSomebodyListens_GoToEveryNewListener()
    {
        Publish(1);
        Publish(2);

        using var first = await Adapter.ListenAsync();
        using var second = await Adapter.ListenAsync();
        await first.WaitAsync(_ => true, 2);
        Publish(3);

        await first.WaitAsync(_ => true, 3);
        await second.WaitAsync(_ => true, 3);
        Assert.Equal(["1", "2", "3"], first.All.Select(item => item.Summary));
        Assert.Equal(["1", "2", "3"], second.All.Select(item => item.Summary));
    }

    [Fact]
    public async Task Burst_OfEvents_IsNotSlowedDown()
    {
        using var listener = await Adapter.ListenAsync();
        var start = TimeProvider.System.GetTimestamp();

        for (var i = 0; i < 300; i++)
        {
            Publish(i);
        }

        // The Go adapter sends two events in a second.
        await listener.WaitAsync(_ => true, 300);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 60);
    }

    [Fact]
    public async Task Subscribers_BeyondTheLimit_AreResourceExhausted()
    {
        await using var small = await TestAdapter.StartAsync(settings => settings with { MaxSubscribers = 1 });
        using var first = await small.ListenAsync();

        using var refused = small.Client.StreamEvents(new EventsRequest(), cancellationToken: Token);

        Assert.Equal(StatusCode.ResourceExhausted,
            (await Assert.ThrowsAsync<RpcException>(() => refused.ResponseStream.MoveNext(Token))).StatusCode);
    }

    private void Publish(int number) => Adapter.Hub.Publish(new AdapterEvent
    {
        Level = EventLevel.Info,
        Role = EventRole.End,
        OperationId = "o",
        Summary = number.ToString(CultureInfo.InvariantCulture),
        Details = s_details,
    });

    // Streams that are opened and never read.
    private static async Task<List<AsyncServerStreamingCall<EventsResponse>>> OpenAsync(global::Grpc.Net.Client.GrpcChannel channel,
        int count)
    {
        var calls = new List<AsyncServerStreamingCall<EventsResponse>>();
        for (var i = 0; i < count; i++)
        {
            var call = new MeshServiceClient(channel).StreamEvents(new EventsRequest(), cancellationToken: Token);
            await call.ResponseHeadersAsync;
            calls.Add(call);
        }

        return calls;
    }

    private bool SubscriptionsAreCollected()
    {
        var subscription = Probe();
        GC.Collect();
        return !subscription.IsAlive;
    }

    private WeakReference Probe()
    {
        using var subscription = Adapter.Hub.Subscribe("");
        return new WeakReference(subscription);
    }

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
