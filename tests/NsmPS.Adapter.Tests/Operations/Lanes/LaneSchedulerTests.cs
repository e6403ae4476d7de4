using NsmPS.Adapter.Events;
using NsmPS.Adapter.Operations.Lanes;

namespace NsmPS.Adapter.Tests.Operations.Lanes;

public sealed class LaneSchedulerTests
{
    private static readonly AdapterEvent s_end = new()
    {
        Level = EventLevel.Info,
        Role = EventRole.End,
        OperationId = "x",
        Summary = "done"
    };

    private readonly LaneScheduler _lanes = new();

    [Fact]
    public async Task Enter_SameLane_WaitsForTheOneBefore()
    {
        var first = _lanes.Enter("1", "install", ["a"], out _);
        var second = _lanes.Enter("2", "remove", ["a"], out var joined);
        Assert.False(joined);
        Assert.True(first.Turn.IsCompleted);
        Assert.False(second.Turn.IsCompleted);
        Assert.Equal("1", second.Before);

        _lanes.Leave(first, s_end);

        await second.Turn.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Enter_OtherLane_StartsAtOnce()
    {
        _lanes.Enter("1", "install", ["a"], out _);

        Assert.True(_lanes.Enter("2", "install", ["b"], out var joined).Turn.IsCompleted);
        Assert.False(joined);
    }

    [Fact]
    public async Task Enter_IdenticalWhileItRuns_Joins()
    {
        var first = _lanes.Enter("1", "install", ["a"], out _);
        var same = _lanes.Enter("2", "install", ["a"], out var joined);
        Assert.True(joined);

        _lanes.Leave(first, s_end);

        Assert.Equal(s_end, await same.Ended);
        _lanes.Enter("3", "install", ["a"], out joined);
        Assert.False(joined);
    }

    [Fact]
    public void Enter_IdenticalWithAnotherBehind_KeepsTheOrder()
    {
        _lanes.Enter("1", "install", ["a"], out _);
        _lanes.Enter("2", "remove", ["a"], out _);

        var third = _lanes.Enter("3", "install", ["a"], out var joined);

        Assert.False(joined);
        Assert.Equal("2", third.Before);
    }

    [Fact]
    public async Task Enter_SeveralLanes_WaitsForAllOfThem()
    {
        var first = _lanes.Enter("1", "x", ["a"], out _);
        var second = _lanes.Enter("2", "y", ["b"], out _);
        var both = _lanes.Enter("3", "z", ["a", "b"], out _);

        _lanes.Leave(first, s_end);
        Assert.False(both.Turn.IsCompleted);
        _lanes.Leave(second, s_end);
        await both.Turn.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }
}
