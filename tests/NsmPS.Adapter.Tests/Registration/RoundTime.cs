using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using NsmPS.Adapter.Hosting;
using NsmPS.Adapter.Registration;

namespace NsmPS.Adapter.Tests.Registration;

/// <summary>A clock that goes on only where registration pauses, and so never while it waits for an answer: a machine that is slow to
/// answer changes nothing.</summary>
internal sealed class RoundTime() : FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50))
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    // What has a deadline is no pause.
    private static readonly TimeSpan[] s_deadlines =
        [MesheryAnswer.Time, new AdapterSettings { Manifests = "" }.EventTimeout, Timeout.InfiniteTimeSpan, TimeSpan.Zero];

    private readonly Lock _gate = new();
    private readonly Channel<Waiting> _begun = Channel.CreateUnbounded<Waiting>();
    private Waiting? _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Waiting(base.CreateTimer(callback, state, dueTime, period), dueTime, _gate);
        if (!s_deadlines.Contains(dueTime))
        {
            _begun.Writer.TryWrite(timer);
        }

        return timer;
    }

    /// <summary>Begins anew with another adapter; the one before is gone.</summary>
    public void Restart()
    {
        _now = null;
        while (_begun.Reader.TryRead(out _))
        {
        }
    }

    /// <summary>Ends when one more round is over. Registration is in its pause then.</summary>
    /// <param name="waits">False where the next round begins by itself, right after the pause.</param>
    public async Task RoundAsync(bool waits = true)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(s_limit);
        Pass(_now);
        while ((_now = await _begun.Reader.ReadAsync(deadline.Token)).Due != Registrar.Pause)
        {
            if (waits)
            {
                Pass(_now);
            }
        }
    }

    private void Pass(Waiting? pause)
    {
        // What was waited for may come before: then nobody waits any more.
        lock (_gate)
        {
            if (pause is { Gone: false })
            {
                Advance(pause.Due);
            }
        }
    }

    private sealed class Waiting(ITimer timer, TimeSpan due, Lock gate) : ITimer
    {
        public TimeSpan Due => due;

        public bool Gone { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            lock (gate)
            {
                Gone = true;
            }

            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
