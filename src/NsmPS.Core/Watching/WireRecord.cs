namespace NsmPS.Watching;

/// <summary>What is remembered of a wire that is watched.</summary>
internal sealed class WireRecord(WatchedWire wire, DateTimeOffset born, bool isInitial)
{
    private const int Window = 10;
    private const int MostLost = 3;
    private const int EnoughAnswers = 5;

    private readonly Queue<bool> _recent = [];
    private int _inARow;
    private long _number = -1;

    internal enum Status
    {
        New,
        Up,
        Lossy,
        Down,
    }

    public WatchedWire Wire { get; set; } = wire;

    public Status State { get; set; }

    /// <summary>Whether nothing was said of it yet, and it was there when the watch began.</summary>
    public bool IsInitial { get; set; } = isInitial;

    /// <summary>When the last ping was answered; at first, when the wire was first seen.</summary>
    public DateTimeOffset LastAnswer { get; private set; } = born;

    /// <summary>Since when it does not carry packets.</summary>
    public DateTimeOffset BrokenSince { get; set; } = born;

    /// <summary>The endpoint before it broke.</summary>
    public string Endpoint { get; set; } = wire.Connection.Endpoint;

    /// <summary>Whether its client can ping.</summary>
    public bool CanPing { get; set; } = true;

    /// <summary>When the answers began that made it sound again.</summary>
    public DateTimeOffset AnswersSince { get; private set; }

    public DateTimeOffset FirstAnswerOr(DateTimeOffset now) => _inARow > 0 ? AnswersSince : now;

    public int Lost => _recent.Count(answered => !answered);

    public bool IsLossy => Lost >= MostLost;

    public bool IsSound => _inARow >= EnoughAnswers;

    public void Begin() => _number = -1;

    /// <summary>What was lost before counts no more.</summary>
    public void Recover() => _recent.Clear();

    public void Answer(long number, DateTimeOffset at)
    {
        for (var missing = Math.Min(number - _number - 1, Window); missing > 0; missing--)
        {
            Add(false);
        }

        AnswersSince = _inARow == 0 ? at : AnswersSince;
        (_number, LastAnswer) = (Math.Max(number, _number), at);
        Add(true);
    }

    /// <summary>Counts what should have been answered by now.</summary>
    public void Miss(DateTimeOffset now, TimeSpan interval)
    {
        var due = (int)Math.Min(Window, ((now - LastAnswer) / interval) - 1);
        var trailing = _recent.Reverse().TakeWhile(answered => !answered).Count();
        for (; trailing < due; trailing++)
        {
            Add(false);
        }
    }

    private void Add(bool answered)
    {
        _inARow = answered ? _inARow + 1 : 0;
        _recent.Enqueue(answered);
        if (_recent.Count > Window)
        {
            _recent.Dequeue();
        }
    }
}
