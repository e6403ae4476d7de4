using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using NsmPS.Adapter.Events;

namespace NsmPS.Adapter.Tests.Events;

public sealed class EventHubTests
{
    private static readonly HubLimits s_small = new() { QueueLength = 4, ReplayLength = 4, Subscribers = 2 };

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly EventHub _hub;

    public EventHubTests() => _hub = new EventHub(s_small, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_SeveralSubscribers_EachGetsEveryEventInOrder()
    {
        var hub = new EventHub(new HubLimits(), _time);
        using var first = hub.Subscribe("");
        using var second = hub.Subscribe("");

        Publish(hub, EventRole.Progress, 1, 100);

        Assert.Equal(Enumerable.Range(1, 100), await TakeAsync(first, 100));
        Assert.Equal(Enumerable.Range(1, 100), await TakeAsync(second, 100));
    }

    [Fact]
    public async Task Subscribe_EndsOfTheLastMoments_GoToEveryNewListener()
    {
        using var present = _hub.Subscribe("");
        Publish(_hub, EventRole.End, 1, 3);
        Assert.Equal([1, 2, 3], await TakeAsync(present, 3));
        _time.Advance(s_small.ReplayAge);

        using var late = _hub.Subscribe("");

        Assert.Equal([1, 2, 3], await TakeAsync(late, 3));
        Publish(_hub, EventRole.End, 4, 4);
        Assert.Equal([4], await TakeAsync(present, 1));
        Assert.Equal([4], await TakeAsync(late, 1));
    }

    [Fact]
    public async Task Subscribe_EndsThatAreOlder_AreNotToldAgain()
    {
        Publish(_hub, EventRole.End, 1, 2);
        _time.Advance(TimeSpan.FromSeconds(20));
        Publish(_hub, EventRole.End, 3, 3);
        _time.Advance(s_small.ReplayAge - TimeSpan.FromSeconds(1));

        using var late = _hub.Subscribe("");

        Assert.Equal([3], await TakeAsync(late, 1));
        Assert.False(late.NextAsync(Token).IsCompleted);
    }

    [Fact]
    public async Task Subscribe_ManyEnds_GetsTheLastOfThemAndNoProgress()
    {
        Publish(_hub, EventRole.End, 1, 2);
        Publish(_hub, EventRole.Progress, 3, 9);
        Publish(_hub, EventRole.Notice, 10, 10);
        Publish(_hub, EventRole.End, 11, 13);

        using var subscription = _hub.Subscribe("");

        Assert.Equal([2, 11, 12, 13], await TakeAsync(subscription, 4));
        Assert.False(subscription.NextAsync(Token).IsCompleted);
    }

    [Fact]
    public async Task Queue_FullOfProgress_DropsTheOldestProgressOnly()
    {
        using var slow = _hub.Subscribe("");
        Publish(_hub, EventRole.End, 1, 1);
        Publish(_hub, EventRole.Progress, 2, 4);
        Publish(_hub, EventRole.End, 5, 6);

        Assert.Equal([1, 4, 5, 6], await TakeAsync(slow, 4));
    }

    [Fact]
    public async Task Queue_FullOfEnds_EndsTheSlowStreamAndNoOther()
    {
        using var slow = _hub.Subscribe("");
        using var quick = _hub.Subscribe("");
        for (var i = 1; i <= 5; i++)
        {
            Publish(_hub, EventRole.End, i, i);
            Assert.Equal([i], await TakeAsync(quick, 1));
        }

        var error = await Assert.ThrowsAsync<NsmException>(() => slow.NextAsync(Token));

        Assert.Equal(NsmErrors.SubscriberTooSlow, error.Error);
        Publish(_hub, EventRole.End, 6, 6);
        Assert.Equal([6], await TakeAsync(quick, 1));
    }

    [Fact]
    public void Subscribe_BeyondTheLimit_IsRefused()
    {
        using var first = _hub.Subscribe("");
        var second = _hub.Subscribe("");

        Assert.Equal(NsmErrors.SubscribersTooMany, Assert.Throws<NsmException>(() => _hub.Subscribe("")).Error);
        second.Dispose();
        using var third = _hub.Subscribe("");
        Assert.Equal(2, _hub.Subscribers);
    }

    [Fact]
    public async Task Complete_Always_EndsStreamsAfterTheirLastEvent()
    {
        using var subscription = _hub.Subscribe("");
        Publish(_hub, EventRole.End, 1, 1);
        _hub.Complete();

        Assert.Equal([1], await TakeAsync(subscription, 1));
        Assert.Null(await subscription.NextAsync(Token));
        using var late = _hub.Subscribe("");
        Assert.Null(await late.NextAsync(Token));
    }

    [Fact]
    public async Task NextAsync_Cancelled_ThrowsAtOnce()
    {
        using var subscription = _hub.Subscribe("");
        using var stop = new CancellationTokenSource();
        var next = subscription.NextAsync(stop.Token);
        Assert.False(next.IsCompleted);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    private static void Publish(EventHub hub, EventRole role, int from, int to)
    {
        for (var i = from; i <= to; i++)
        {
            hub.Publish(new AdapterEvent
            {
                Level = EventLevel.Info,
                Role = role,
                OperationId = "o",
                Summary = i.ToString(CultureInfo.InvariantCulture)
            });
        }
    }

    private static async Task<IReadOnlyList<int>> TakeAsync(EventSubscription subscription, int count)
    {
        var taken = new List<int>();
        while (taken.Count < count)
        {
            var item = await subscription.NextAsync(Token).WaitAsync(TimeSpan.FromMinutes(1), Token);
            taken.Add(int.Parse(item!.Summary, CultureInfo.InvariantCulture));
        }

        return taken;
    }
}
