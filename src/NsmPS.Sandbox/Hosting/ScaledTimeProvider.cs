namespace NsmPS.Sandbox.Hosting;

/// <summary>A clock that runs faster than another from the moment it is made. A wait on it is that much shorter.</summary>
/// <param name="real">The other clock.</param>
/// <param name="scale">How many times faster it runs.</param>
internal sealed class ScaledTimeProvider(TimeProvider real, int scale) : TimeProvider
{
    private readonly long _start = real.GetTimestamp();
    private readonly DateTimeOffset _from = real.GetUtcNow();

    public override long TimestampFrequency => real.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _from + (real.GetElapsedTime(_start) * scale);

    public override long GetTimestamp() => _start + ((real.GetTimestamp() - _start) * scale);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(real.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    // Timers of the system count whole milliseconds. A pause that became zero would turn its waiter into a busy loop.
    private TimeSpan Real(TimeSpan time) =>
        time <= TimeSpan.Zero || scale == 1 ? time : TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds / scale));

    private sealed class Timer(ITimer timer, ScaledTimeProvider time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Real(dueTime), time.Real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
