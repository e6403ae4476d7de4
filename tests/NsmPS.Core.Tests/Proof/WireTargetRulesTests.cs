using NsmPS.Core.Tests.Topology;
using NsmPS.Proof;

namespace NsmPS.Core.Tests.Proof;

/// <summary>Which wires can be tested, and what is known of them before.</summary>
public sealed class WireTargetRulesTests
{
    private const string First = "172.16.1.1/30";
    private const string Second = "172.16.1.2/30";

    private static readonly string s_near = Pods.Link(13, "nsm0", "0a:00:00:00:00:01", First, peer: 12);
    private static readonly string s_far = Pods.Link(12, "nsmqc1vcqBQg", "0a:00:00:00:00:02", Second, peer: 13);

    [Fact]
    public void Find_LivingWire_NamesTheAddressWithoutItsLengthAndTheInterface()
    {
        var wire = Assert.Single(Find(new World().Add(Pods.Client("c", "n1"), s_near).Add(Pods.Endpoint("e", "n1"), s_far)));

        Assert.True(wire.CanPing);
        Assert.Equal(("c", "nsm0", First, "172.16.1.2", "e", NsmLocality.Local), (wire.Row.Client, wire.Row.Interface,
            wire.Row.ClientAddress, wire.Row.EndpointAddress, wire.Row.Endpoint, wire.Row.Locality));
    }

    [Fact]
    public void Find_PodWithTwoWires_IsTwoWires()
    {
        var world = new World().Add(Pods.Client("c", "n1", annotation: "icmp-responder/left,icmp-responder/right"),
            Pods.Link(13, "left", "0a:00:00:00:00:01", First, peer: 12),
            Pods.Link(15, "right", "0a:00:00:00:00:03", "172.16.1.5/30", peer: 14))
            .Add(Pods.Endpoint("e", "n1"), s_far, Pods.Link(14, "nsmother", "0a:00:00:00:00:04", "172.16.1.6/30", peer: 15));

        Assert.Equal([("left", "172.16.1.2"), ("right", "172.16.1.6")],
            Find(world).Select(wire => (wire.Row.Interface, wire.Row.EndpointAddress)));
    }

    [Fact]
    public void Find_EndpointIsGone_IsPingedAnyway()
    {
        var wire = Assert.Single(Find(new World().Add(Pods.Client("c", "n1"), s_near)
            .Add(Pods.Endpoint("new", "n1"), Pods.Link(3, "eth0", "0a:00:00:00:00:07", "10.0.0.9/24"))));

        Assert.True(wire.CanPing);
        Assert.Equal(("172.16.1.2", ""), (wire.Row.EndpointAddress, wire.Row.Endpoint));
    }

    [Fact]
    public void Find_NothingToPing_HasItsVerdictAlready()
    {
        var none = Find(new World().Add(Pods.Client("c", "n1"), Pods.Link(2, "eth0", "0a:00:00:00:00:08", "10.0.0.3/24", peer: 8)));
        var unread = Find(new World().Add(Pods.Client("c", "n1")));
        var uninjected = Find(new World().Add(Pods.Client("c", "n1", injected: false, annotation: Pods.Service), s_near));
        var elsewhere = Find(new World().Add(Pods.Client("c", "n1"), Pods.Link(13, "nsm0", "0a:00:00:00:00:01", "192.0.2.7/24", peer: 12)));

        Assert.All([none, unread, uninjected, elsewhere], wires => Assert.False(Assert.Single(wires).CanPing));
        Assert.Equal([NsmVerdict.NoWire, NsmVerdict.ExecFailed, NsmVerdict.NotInjected, NsmVerdict.TargetUnknown],
            new[] { none, unread, uninjected, elsewhere }.Select(wires => wires[0].Row.Verdict));
        Assert.Equal("The pod has no interface nsm0.", none[0].Row.Detail);
    }

    [Fact]
    public void Find_EntryOfAClientThatIsGone_IsNoWireToTest()
    {
        var world = new World().Add(Pods.Endpoint("e", "n1"), s_far).Tell("n1", World.Local("gone", First, "e", "nsmqc1vcqBQg", "icmp-a"));

        Assert.Empty(Find(world));
    }

    private static IReadOnlyList<WireTarget> Find(World world) => new WireTargetRules(world.View(), []).Find();
}
