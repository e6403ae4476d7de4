using NsmPS.Sandbox.Nsm;
using NsmPS.Sandbox.Nsm.CrossConnects;
using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Tests.Nsm;

public sealed class MeshStateTests
{
    private static readonly WireWish s_wish = new("icmp-responder", "nsm0");
    private readonly MeshState _mesh = new(new WireTable(), new CrossConnectTable());

    [Fact]
    public void Connect_TwoClientsOnANode_GetOneLocalAndOneRemoteWire()
    {
        Start("n1", "n2");

        Assert.Null(_mesh.Connect("c1", "n1", s_wish, withoutWire: false));
        Assert.Null(_mesh.Connect("c2", "n1", s_wish, withoutWire: false));

        Assert.Equal([true, false], _mesh.Wires.Wires.Select(wire => wire.IsLocal));
        Assert.All(_mesh.Wires.Wires, wire => Assert.Equal("172.16.1.1", wire.Client.Address));
    }

    [Fact]
    public void ManagerUp_Again_BreaksTheWiresAndBlocksNewOnesUntilTheLinkIsDeleted()
    {
        Start("n1");
        Assert.Null(_mesh.Connect("c1", "n1", s_wish, withoutWire: false));

        _mesh.ManagerDown("n1", "manager-n1");
        Assert.Equal(WireState.Up, Assert.Single(_mesh.Wires.Wires).State);
        _mesh.ManagerUp("n1", "next", urlIsStale: false);

        Assert.Equal(WireState.Down, Assert.Single(_mesh.Wires.Wires).State);
        Assert.Equal("file exists", _mesh.Connect("c2", "n1", s_wish, withoutWire: false));
        Assert.True(_mesh.Wires.DeleteLeftover("n1", "nsm0"));
        Assert.Null(_mesh.Connect("c2", "n1", s_wish, withoutWire: false));
        Assert.Equal("172.16.1.9", _mesh.Wires.Wires[^1].Client.Address);
    }

    [Fact]
    public void ForwarderDown_OneOfTwoOnANode_LeavesTheOther()
    {
        Start("n1");
        _mesh.ForwarderUp("n1", "second", heals: true);

        Assert.True(_mesh.HasForwarder("n1", "forwarder-n1"));
        _mesh.ForwarderDown("n1", "second");

        Assert.True(_mesh.HasForwarder("n1", "forwarder-n1"));
        Assert.False(_mesh.HasForwarder("n1", "second"));
    }

    [Fact]
    public void ForwarderUp_Again_BreaksTheWiresOnlyThen()
    {
        Start("n1");
        Assert.Null(_mesh.Connect("c1", "n1", s_wish, withoutWire: false));

        _mesh.ForwarderDown("n1", "forwarder-n1");
        Assert.Equal(WireState.Up, Assert.Single(_mesh.Wires.Wires).State);
        Assert.True(_mesh.IsServed("n1", "manager-n1"));
        _mesh.ForwarderUp("n1", "next");

        Assert.Equal(WireState.Down, Assert.Single(_mesh.Wires.Wires).State);
    }

    [Theory]
    [InlineData("manager, forwarder")]
    [InlineData("forwarder, manager")]
    public void Up_ManagerAndForwarderWereGoneTogether_KeepsTheWiresThatNobodyKnowsAnyMore(string order)
    {
        Start("n1");
        Assert.Null(_mesh.Connect("c1", "n1", s_wish, withoutWire: false, name: "c1"));

        foreach (var part in order.Split(", "))
        {
            (part == "manager" ? (Action<string, string>)_mesh.ManagerDown : _mesh.ForwarderDown)("n1", $"{part}-n1");
        }

        _mesh.ManagerUp("n1", "next", urlIsStale: false);
        _mesh.ForwarderUp("n1", "next");

        Assert.Equal(WireState.Up, Assert.Single(_mesh.Wires.Wires).State);
        Assert.Empty(_mesh.CrossConnects.Entries);
        Assert.Null(_mesh.Connect("c2", "n1", s_wish, withoutWire: false));
        _mesh.ForwarderUp("n1", "one more");
        Assert.All(_mesh.Wires.Wires, wire => Assert.Equal(WireState.Down, wire.State));
    }

    [Fact]
    public void Connect_StaleManager_IsReachedFromItsOwnNodeOnly()
    {
        Start("n1");
        _mesh.ManagerUp("n2", "manager-n2", urlIsStale: false);
        _mesh.ForwarderUp("n2", "forwarder-n2");
        _mesh.ManagerUp("n1", "manager-n1", urlIsStale: true);

        Assert.Equal("dial tcp 192.0.2.1:5001: i/o timeout", _mesh.Connect("c1", "n2", s_wish, withoutWire: false));
        Assert.Null(_mesh.Connect("c2", "n1", s_wish, withoutWire: false));
    }

    [Fact]
    public void Connect_EndpointThatPassesOn_ReachesTheEndOverIt()
    {
        Start("n1", "n2");
        var gateway = new RegisteredEndpoint("gateway1", "vpn", "gateway", "n2", new AddressBlocks("172.16.1.0/24"))
        {
            Labels = App("gateway")
        };
        var hop = new RegisteredEndpoint("firewall1", "vpn", "firewall", "n1", new AddressBlocks("10.0.0.0/24"))
        {
            Labels = App("firewall"),
            Next = new WireWish("vpn", "next") { Labels = App("firewall") }
        };
        _mesh.AddEndpoint(gateway);
        _mesh.AddEndpoint(hop);

        Assert.Null(_mesh.Connect("c1", "n1", new WireWish("vpn", "nsm0"), withoutWire: false,
            (wish, endpoint) => endpoint.Labels["app"] == (wish.Labels.Count == 0 ? "firewall" : "gateway")));

        var wire = Assert.Single(_mesh.Wires.Wires);
        Assert.Equal(("gateway", "172.16.1.1", "firewall"), (wire.Endpoint.Pod, wire.Client.Address, Assert.Single(wire.Via)));
        _mesh.Wires.Remove("firewall");
        Assert.Equal(WireState.Down, Assert.Single(_mesh.Wires.Wires).State);
        Assert.Equal(
            "failed to find NSE for NetworkService vpn. Checked: 2 of total NSEs: 2",
            _mesh.Connect("c2", "n1", new WireWish("vpn", "nsm0"), withoutWire: false, (_, _) => false));
        Assert.Equal("context deadline exceeded",
            _mesh.Connect("c3", "n1", new WireWish("vpn", "nsm0"), withoutWire: false,
                (_, endpoint) => endpoint.Labels["app"] == "firewall"));
    }

    private static Dictionary<string, string> App(string name) => new() { ["app"] = name };

    [Fact]
    public void IsServed_NoForwarderYet_IsFalse()
    {
        _mesh.ManagerUp("n1", "manager", urlIsStale: false);
        Assert.False(_mesh.IsServed("n1", "manager"));

        _mesh.ForwarderUp("n1", "forwarder");
        Assert.True(_mesh.IsServed("n1", "manager"));
    }

    private void Start(params string[] nodes)
    {
        foreach (var node in nodes)
        {
            _mesh.ManagerUp(node, $"manager-{node}", urlIsStale: false);
            _mesh.ForwarderUp(node, $"forwarder-{node}");
            _mesh.AddEndpoint(new RegisteredEndpoint($"icmp-responder-{node}", s_wish.Service, $"endpoint-{node}", node,
                new AddressBlocks("172.16.1.0/24")));
        }
    }
}
