using NsmPS.Topology.Live;

namespace NsmPS.Core.Tests.Topology.Live;

public sealed class TopologyHistoryTests
{
    private static readonly DateTimeOffset s_start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void OnlyTheLastHourIsKept()
    {
        var history = new TopologyHistory();
        history.Add([Change("old", s_start)], s_start);
        history.Add([Change("new", s_start.AddMinutes(59))], s_start.AddMinutes(59));
        Assert.Equal(["old", "new"], history.Changes.Select(change => change.Subject));

        history.Add([], s_start.AddMinutes(61));

        Assert.Equal(["new"], history.Changes.Select(change => change.Subject));
    }

    [Fact]
    public void AStormOfChanges_KeepsTheNewest()
    {
        var history = new TopologyHistory();

        history.Add(Enumerable.Range(0, 10_500).Select(index => Change($"{index}", s_start)), s_start);

        Assert.Equal(10_000, history.Changes.Count);
        Assert.Equal("10499", history.Changes[^1].Subject);
    }

    private static TopologyChange Change(string subject, DateTimeOffset at) =>
        new(at, TopologyChangeKind.Wire, subject, "new", "", IsBad: false);
}
