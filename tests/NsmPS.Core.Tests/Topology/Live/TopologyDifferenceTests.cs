using NsmPS.Core.Tests.Topology.Export;
using NsmPS.Topology.Live;

namespace NsmPS.Core.Tests.Topology.Live;

public sealed class TopologyDifferenceTests
{
    private static readonly NsmTopology s_before = Drawn.Topology();

    [Fact]
    public void TheSameTwice_HasNoChanges() =>
        Assert.Empty(TopologyDifference.Find(s_before, s_before with { ObservedAt = DateTimeOffset.UnixEpoch.AddMinutes(1) }));

    [Fact]
    public void AWireThatDies_IsBadNewsWithItsReason()
    {
        var wire = s_before.Wires[0];
        var after = s_before with
        {
            Wires = [wire with { State = NsmWireState.Dead, Detail = "the endpoint's pod is gone" }, .. s_before.Wires.Skip(1)],
            ObservedAt = DateTimeOffset.UnixEpoch.AddMinutes(1),
        };

        var change = Assert.Single(TopologyDifference.Find(s_before, after));

        Assert.Equal((TopologyChangeKind.Wire, after.ObservedAt, true), (change.Kind, change.At, change.IsBad));
        Assert.Equal("Up → Dead", change.Text);
        Assert.Equal("the endpoint's pod is gone", change.Detail);
    }

    [Fact]
    public void AWireThatMoves_IsNewsAlthoughItIsUp()
    {
        var after = s_before with { Wires = [s_before.Wires[0] with { Endpoint = "another" }, .. s_before.Wires.Skip(1)] };

        var change = Assert.Single(TopologyDifference.Find(s_before, after));

        Assert.EndsWith("→ Up, another", change.Text, StringComparison.Ordinal);
        Assert.False(change.IsBad);
    }

    [Fact]
    public void WhatComesAndGoes_IsNamedInTheOrderOfNodesEndpointsClientsWires()
    {
        var after = s_before with
        {
            Nodes = ["worker-1", "worker-2", "worker-3"],
            Endpoints = [s_before.Endpoints[0]],
            Clients = [],
            Wires = [],
        };

        var changes = TopologyDifference.Find(s_before, after);

        Assert.Equal(["unused gone", "worker-3 new"], changes.Where(change => change.Kind == TopologyChangeKind.Node)
            .Select(change => $"{change.Subject} {change.Text}"));
        Assert.Equal(changes.Order(Comparer<TopologyChange>.Create((one, other) => Rank(one).CompareTo(Rank(other)))), changes);
        Assert.Equal(s_before.Clients.Count, changes.Count(change => change is { Kind: TopologyChangeKind.Client, Text: "gone" }));
    }

    private static int Rank(TopologyChange change) => change.Kind switch
    {
        TopologyChangeKind.Node => 0,
        TopologyChangeKind.Endpoint => 1,
        TopologyChangeKind.Client => 2,
        _ => 3,
    };
}
