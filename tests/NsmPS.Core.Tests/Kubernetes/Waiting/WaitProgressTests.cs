using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;

namespace NsmPS.Core.Tests.Kubernetes.Waiting;

public class WaitProgressTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<WaitItem> _reports = [];
    private readonly WaitProgress _progress;

    public WaitProgressTests() =>
        _progress = new WaitProgress(new WaitLimits(s_start.AddSeconds(100), TimeSpan.FromSeconds(30)), _reports.Add);

    private static WaitItem Item(NsmState state, bool doubtful = false) => new("Pod/n/p", state, state.ToString(), doubtful);

    [Fact]
    public void IsDone_EverythingReady_IsTrue() => Assert.True(_progress.IsDone([Item(NsmState.Ready)], s_start));

    [Fact]
    public void IsDone_SameItemAgain_IsReportedOnce()
    {
        _progress.IsDone([Item(NsmState.Pending)], s_start);
        _progress.IsDone([Item(NsmState.Pending)], s_start.AddSeconds(1));
        _progress.IsDone([Item(NsmState.Ready)], s_start.AddSeconds(2));

        Assert.Equal([NsmState.Pending, NsmState.Ready], _reports.Select(item => item.State));
    }

    [Fact]
    public void IsDone_Failed_EndsAtOnce()
    {
        var failure = Assert.Throws<WaitFailure>(() => _progress.IsDone([Item(NsmState.Failed)], s_start));

        Assert.False(failure.TimedOut);
    }

    [Fact]
    public void IsDone_DoubtfulForTheGrace_Ends()
    {
        Assert.False(_progress.IsDone([Item(NsmState.Pending, doubtful: true)], s_start));
        Assert.False(_progress.IsDone([Item(NsmState.Pending, doubtful: true)], s_start.AddSeconds(29)));

        Assert.False(
            Assert.Throws<WaitFailure>(() => _progress.IsDone([Item(NsmState.Pending, doubtful: true)], s_start.AddSeconds(30))).TimedOut);
    }

    [Fact]
    public void IsDone_DoubtfulWithPatience_EndsWhenThatIsOver()
    {
        var patient = Item(NsmState.Pending, doubtful: true) with { Patience = TimeSpan.FromSeconds(75) };
        Assert.False(_progress.IsDone([patient], s_start));
        Assert.False(_progress.IsDone([patient], s_start.AddSeconds(74)));

        Assert.False(Assert.Throws<WaitFailure>(() => _progress.IsDone([patient], s_start.AddSeconds(75))).TimedOut);
    }

    [Fact]
    public void IsDone_DoubtBetweenTwoCrashes_GoesOnCounting()
    {
        _progress.IsDone([Item(NsmState.Pending, doubtful: true)], s_start);
        _progress.IsDone([Item(NsmState.Pending)], s_start.AddSeconds(20));

        Assert.Throws<WaitFailure>(() => _progress.IsDone([Item(NsmState.Pending, doubtful: true)], s_start.AddSeconds(31)));
    }

    [Fact]
    public void IsDone_ReadyInBetween_StartsTheGraceAnew()
    {
        _progress.IsDone([Item(NsmState.Pending, doubtful: true), new WaitItem("other", NsmState.Pending)], s_start);
        _progress.IsDone([Item(NsmState.Ready), new WaitItem("other", NsmState.Pending)], s_start.AddSeconds(20));

        Assert.False(_progress.IsDone([Item(NsmState.Pending, doubtful: true)], s_start.AddSeconds(31)));
    }

    [Fact]
    public void IsDone_DeadlinePassed_NamesWhatIsNotReady()
    {
        var failure = Assert.Throws<WaitFailure>(() =>
            _progress.IsDone([Item(NsmState.Pending), new WaitItem("other", NsmState.Ready)], s_start.AddSeconds(100)));

        Assert.True(failure.TimedOut);
        Assert.Equal("Pod/n/p", Assert.Single(failure.Items).Target);
    }
}
