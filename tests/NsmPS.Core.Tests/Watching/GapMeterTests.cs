using NsmPS.Watching;
using NsmPS.Watching.Healing;
using static NsmPS.Core.Tests.Watching.WireWorld;

namespace NsmPS.Core.Tests.Watching;

public sealed class GapMeterTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(1);

    private readonly GapMeter _meter = new(s_interval, comesInBursts: false);

    [Fact]
    public void Take_EveryNumberAnswered_IsNoGapHoweverLateTheAnswersCome()
    {
        Answer((0, 0), (0.05, 1), (3, 2), (3.01, 3));
        Assert.Empty(_meter.Gaps);
        Assert.Equal(4, _meter.Received);
    }

    [Fact]
    public void Take_NumbersMissing_AreAGapOfTheTimeBetweenTheAnswers()
    {
        Answer((0, 0), (0.3, 6));
        Assert.Equal([new NsmWireGap(At(0), TimeSpan.FromSeconds(0.3), 5, false)], _meter.Gaps);
    }

    [Fact]
    public void Take_FirstRequestsUnanswered_AreNoGapBeforeTheFirstAnswer()
    {
        Answer((0.2, 4), (0.25, 5));
        Assert.Empty(_meter.Gaps);
    }

    [Fact]
    public void Take_PingReplacedBecauseItWasSilent_IsOneGapToldByTime()
    {
        Answer((0, 0));
        Take(new WireSign.Stopped(At(2), Key, null, "no answer"));
        Take(new WireSign.Started(At(2.2), Key));
        Take(new WireSign.Stopped(At(4.2), Key, null, "no answer"));
        Take(new WireSign.Started(At(4.4), Key));
        Answer((5, 3), (5.05, 4));
        Assert.Equal([new NsmWireGap(At(0), TimeSpan.FromSeconds(5), 99, false)], _meter.Gaps);
    }

    [Fact]
    public void Take_PingThatEndedInItsTimeAndTheNext_IsNoGap()
    {
        Answer((0, 0), (0.05, 1));
        Take(new WireSign.Stopped(At(0.06), Key, 2, ""));
        Take(new WireSign.Started(At(0.1), Key));
        Answer((0.4, 0));
        Assert.Empty(_meter.Gaps);
    }

    [Fact]
    public void Take_LastRequestsOfAPingUnanswered_CountWithTheFirstOfTheNext()
    {
        Answer((0, 0), (0.05, 1));
        Take(new WireSign.Stopped(At(0.3), Key, 5, ""));
        Take(new WireSign.Started(At(0.3), Key));
        Answer((0.5, 2));
        Assert.Equal([new NsmWireGap(At(0.05), TimeSpan.FromSeconds(0.45), 5, false)], _meter.Gaps);
    }

    [Fact]
    public void Take_AnswersThatComeTogether_AreMeasuredByTheirNumbers()
    {
        var meter = new GapMeter(s_interval, comesInBursts: true);
        meter.Take(new WireSign.Started(At(0), Key));
        meter.Take(new WireSign.Answered(At(1), Key, 0, 0.2));
        meter.Take(new WireSign.Answered(At(1), Key, 11, 0.2));
        Assert.Equal([new NsmWireGap(At(1), s_interval * 10, 10, false)], meter.Gaps);
    }

    [Fact]
    public void Finish_Silence_IsAnOpenGapAndAShortPauseIsNone()
    {
        Answer((0, 0));
        _meter.Finish(At(0.9), s_silence);
        Assert.Empty(_meter.Gaps);
        _meter.Finish(At(10), s_silence);
        Assert.Equal([new NsmWireGap(At(0), TimeSpan.FromSeconds(10), 199, true)], _meter.Gaps);
    }

    private void Answer(params (double At, long Number)[] answers)
    {
        foreach (var (at, number) in answers)
        {
            Take(new WireSign.Answered(At(at), Key, number, 0.2));
        }
    }

    private void Take(WireSign sign) => _meter.Take(sign);
}
