using NsmPS.Watching;
using static NsmPS.Core.Tests.Watching.WireWorld;

namespace NsmPS.Core.Tests.Watching;

public sealed class WireBookTests
{
    private readonly WireBook _book = new("c", TimeSpan.FromSeconds(1));
    private readonly List<NsmConnectionChange> _changes = [];

    [Fact]
    public void Take_WireThatAnswersAtTheBeginning_IsUpAndInitial()
    {
        Begin();
        var change = Assert.Single(_changes);
        Assert.Equal((NsmConnectionChangeKind.Up, true, "nse-1", At(1)), (change.Change, change.IsInitial, change.Endpoint, change.Time));
        Assert.Null(change.Outage);
    }

    [Fact]
    public void Take_SilenceThenAnswers_IsLossThenRecoveredWithItsOutage()
    {
        Begin();
        for (var second = 2.0; second <= 20; second += 0.5)
        {
            Take(new WireSign.Tick(At(second)));
        }

        Assert.Equal([NsmConnectionChangeKind.Up, NsmConnectionChangeKind.Loss], Kinds);
        Assert.Equal(At(5), _changes[^1].Time);
        Take(new WireSign.Started(At(20), Key));
        for (var number = 0; number < 8; number++)
        {
            Take(new WireSign.Answered(At(21 + number), Key, number, 0.2));
        }

        Assert.Equal([NsmConnectionChangeKind.Up, NsmConnectionChangeKind.Loss, NsmConnectionChangeKind.Recovered], Kinds);
        Assert.Equal((At(25), TimeSpan.FromSeconds(20)), (_changes[^1].Time, _changes[^1].Outage!.Value));
    }

    [Fact]
    public void Take_NumbersThatAreMissing_AreLost()
    {
        Begin();
        Take(new WireSign.Answered(At(2), Key, 5, 0.2));
        Assert.Equal([NsmConnectionChangeKind.Up, NsmConnectionChangeKind.Loss], Kinds);
        Assert.StartsWith("4 of the last 10", _changes[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_LossThenDeadEndThenAnotherEndpoint_TellsWhenItBrokeAndWhereItLedBefore()
    {
        Begin();
        Take(new WireSign.Tick(At(6)));
        Take(new WireSign.Seen(At(7), [Wire(NsmWireState.Dead, "", "no endpoint has its other end")]));
        Take(new WireSign.Seen(At(8), [Wire(NsmWireState.Dead, "", "no endpoint has its other end")]));
        Take(new WireSign.Seen(At(9), [Wire(endpoint: "nse-2")]));
        Take(new WireSign.Started(At(9), Key));
        Take(new WireSign.Answered(At(10), Key, 0, 0.2));
        Assert.Equal([NsmConnectionChangeKind.Up, NsmConnectionChangeKind.Loss, NsmConnectionChangeKind.Down, NsmConnectionChangeKind.Up],
            Kinds);
        Assert.Equal("no endpoint has its other end", _changes[2].Reason);
        Assert.Equal(TimeSpan.FromSeconds(9), _changes[3].Outage);
        Assert.Contains("nse-1", _changes[3].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_AnotherEndpointWithoutAnOutage_IsMoved()
    {
        Begin();
        Take(new WireSign.Seen(At(2), [Wire(endpoint: "nse-2")]));
        Take(new WireSign.Seen(At(3), [Wire(endpoint: "nse-2")]));
        Assert.Equal([NsmConnectionChangeKind.Up, NsmConnectionChangeKind.Moved], Kinds);
    }

    [Fact]
    public void Take_ClientGoneAndItsReplacement_AreDownAndUp()
    {
        Begin();
        var next = Key with { Client = "nsc-2" };
        Take(new WireSign.Seen(At(2), [Wire(key: next)]));
        Take(new WireSign.Answered(At(3), next, 0, 0.2));
        Assert.Equal([NsmConnectionChangeKind.Up, NsmConnectionChangeKind.Down, NsmConnectionChangeKind.Up], Kinds);
        Assert.Equal((false, "nsc-2"), (_changes[2].IsInitial, _changes[2].Client));
    }

    [Fact]
    public void Take_ClientThatWaitsForItsFirstWire_IsNoChangeUntilItHasIt()
    {
        Take(new WireSign.Seen(At(0), []));
        Take(new WireSign.Seen(At(1), [Wire(NsmWireState.Dead, "", "the pod has no interface nsm0")]));
        Assert.Empty(_changes);
        Take(new WireSign.Seen(At(2), [Wire()]));
        Take(new WireSign.Answered(At(3), Key, 0, 0.2));
        Assert.Equal([NsmConnectionChangeKind.Up], Kinds);
    }

    private IReadOnlyList<NsmConnectionChangeKind> Kinds => [.. _changes.Select(change => change.Change)];

    private void Begin()
    {
        Take(new WireSign.Seen(At(0), [Wire()]));
        Take(new WireSign.Started(At(0), Key));
        Take(new WireSign.Answered(At(1), Key, 0, 0.2));
    }

    private void Take(WireSign sign) => _changes.AddRange(_book.Take(sign));
}
