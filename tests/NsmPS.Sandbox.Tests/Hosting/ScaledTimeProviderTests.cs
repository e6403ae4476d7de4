using Microsoft.Extensions.Time.Testing;
using NsmPS.Sandbox.Hosting;

namespace NsmPS.Sandbox.Tests.Hosting;

public sealed class ScaledTimeProviderTests
{
    private readonly FakeTimeProvider _real = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Clock_RealTimePasses_ShowsTheMultipleFromItsStart()
    {
        _real.Advance(TimeSpan.FromHours(1));
        var (start, scaled) = (_real.GetUtcNow(), new ScaledTimeProvider(_real, 10));
        var began = scaled.GetTimestamp();

        Assert.Equal(start, scaled.GetUtcNow());
        _real.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(start.AddSeconds(30), scaled.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(30), scaled.GetElapsedTime(began));
    }

    [Fact]
    public void Delay_OfTenSeconds_EndsAfterOne()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(10), new ScaledTimeProvider(_real, 10), TestContext.Current.CancellationToken);

        _real.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(delay.IsCompleted);
        _real.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(delay.IsCompleted);
    }

    [Fact]
    public void Timer_WithPeriod_ComesAsOften_UntilItIsChanged()
    {
        var count = 0;
        using var timer = new ScaledTimeProvider(_real, 10)
            .CreateTimer(_ => count++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        for (var tick = 0; tick < 10; tick++)
        {
            _real.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(5, count);
        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        _real.Advance(TimeSpan.FromHours(1));
        Assert.Equal(5, count);
        Assert.True(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        Assert.Equal(6, count);
    }

    [Fact]
    public void Delay_ShorterThanTheSystemCanWait_IsStillAWait()
    {
        var delay = Task.Delay(TimeSpan.FromMilliseconds(10), new ScaledTimeProvider(_real, 100), TestContext.Current.CancellationToken);

        Assert.False(delay.IsCompleted);
        _real.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(delay.IsCompleted);
    }
}
