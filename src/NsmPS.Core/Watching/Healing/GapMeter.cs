namespace NsmPS.Watching.Healing;

/// <summary>Finds the gaps in the answers of a wire. Pure: the signs bring the time.</summary>
/// <param name="interval">The pause between two pings.</param>
/// <param name="comesInBursts">Whether answers are told late and together, so that only their numbers tell how long a gap was.</param>
internal sealed class GapMeter(TimeSpan interval, bool comesInBursts)
{
    private readonly List<NsmWireGap> _gaps = [];
    private DateTimeOffset? _last;
    private long _number = -1;
    private long _unanswered;
    private bool _isCut;

    public IReadOnlyList<NsmWireGap> Gaps => _gaps;

    public int Received { get; private set; }

    /// <summary>When the last answer came; null before the first.</summary>
    public DateTimeOffset? LastAnswer => _last;

    public void Take(WireSign sign)
    {
        switch (sign)
        {
            case WireSign.Started:
                _number = -1;
                break;
            case WireSign.Answered answered:
                Answer(answered.At, answered.Number);
                break;
            case WireSign.Stopped { Sent: { } sent, Problem: "" }:
                _unanswered += Math.Max(0, sent - 1 - _number);
                _number = -1;
                break;
            case WireSign.Stopped:
                Cut();
                break;
        }
    }

    /// <summary>Nobody pings for a moment, so what follows cannot be told by numbers.</summary>
    public void Cut() => _isCut = _last is not null;

    /// <summary>What is silent now stays a gap.</summary>
    public void Finish(DateTimeOffset now, TimeSpan silence)
    {
        if (_last is { } last && now - last >= silence)
        {
            _gaps.Add(new NsmWireGap(last, now - last, Due(now - last), IsOpen: true));
        }
    }

    private void Answer(DateTimeOffset at, long number)
    {
        var missing = (int)Math.Max(0, number - _number - 1 + _unanswered);
        if (_last is { } last && (missing > 0 || _isCut))
        {
            var length = comesInBursts && !_isCut && missing * interval > at - last ? missing * interval : at - last;
            var lost = _isCut ? Math.Max(missing, Due(length)) : missing;
            if (lost > 0)
            {
                _gaps.Add(new NsmWireGap(last, length, lost, IsOpen: false));
            }
        }

        (_last, _number, _unanswered, _isCut) = (at, Math.Max(number, _number), 0, false);
        Received++;
    }

    /// <summary>How many pings a time without answers stands for.</summary>
    private int Due(TimeSpan length) => Math.Max(0, (int)(length / interval) - 1);
}
