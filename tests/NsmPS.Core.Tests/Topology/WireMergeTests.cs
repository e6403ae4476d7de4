using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Topology;

/// <summary>One wire on n1 and one from n2 to n1, with the same addresses at two endpoints, as NSM v0.2.0 hands them out.</summary>
public sealed class WireMergeTests
{
    private const string First = "172.16.1.1/30";
    private const string Second = "172.16.1.2/30";

    private static readonly string s_local = Pods.Link(13, "nsm0", "0a:00:00:00:00:01", First, peer: 12);
    private static readonly string s_localEnd = Pods.Link(12, "nsmqc1vcqBQg", "0a:00:00:00:00:02", Second, peer: 13);
    private static readonly string s_tunnel = Pods.Link(14, "nsm0", "0a:00:00:00:00:03", First);
    private static readonly string s_tunnelEnd = Pods.Link(15, "nsm85sveh3OK", "0a:00:00:00:00:04", Second);

    [Fact]
    public void Pods_AloneAndSameAddresses_TellPairsFromTunnels()
    {
        var wires = new World().Add(Pods.Client("c1", "n1"), s_local).Add(Pods.Client("c2", "n2"), s_tunnel)
            .Add(Pods.Endpoint("a", "n1"), s_tunnelEnd, s_localEnd)
            .Add(Pods.Endpoint("b", "n2"), Pods.Link(12, "nsmother", "0a:00:00:00:00:05", Second, peer: 9)).Wires();

        Assert.Equal(
            [("c1", "a", "icmp-a", "nsmqc1vcqBQg", NsmLocality.Local, NsmWireState.Up, NsmWireSource.Pods),
                ("c2", "a", "icmp-a", "nsm85sveh3OK", NsmLocality.CrossNode, NsmWireState.Up, NsmWireSource.Pods)],
            wires.Select(wire =>
                (wire.Client, wire.Endpoint, wire.EndpointName, wire.EndpointInterface, wire.Locality, wire.State, wire.Source)));
    }

    [Fact]
    public void Pods_TwoTunnelsCouldBeIt_IsUnknownUntilOneHasMetTheClient()
    {
        World Make(params string[] met) => new World().Add(Pods.Client("c2", "n2"), s_tunnel)
            .Add(Pods.Endpoint("a", "n1"), s_tunnelEnd)
            .Add(Pods.Endpoint("b", "n3"), [Pods.Link(15, "nsmother", "0a:00:00:00:00:06", Second), .. met]);

        Assert.Equal((NsmWireState.Unknown, "2 endpoints could be its other end"), Fate(Assert.Single(Make().Wires())));
        Assert.Equal("b", Assert.Single(Make(Pods.Met("172.16.1.1", "nsmother", "0a:00:00:00:00:03")).Wires()).Endpoint);
        Assert.Equal("a", Assert.Single(Make(Pods.Met("172.16.1.1", "nsmother", "0a:00:00:00:00:99")).Wires()).Endpoint);
    }

    [Fact]
    public void Pods_ClientHasMetAnEndpoint_ItsHardwareAddressDecides()
    {
        var world = new World().Add(Pods.Client("c2", "n2"), s_tunnel, Pods.Met("172.16.1.2", "nsm0", "0a:00:00:00:00:06"))
            .Add(Pods.Endpoint("a", "n1"), s_tunnelEnd)
            .Add(Pods.Endpoint("b", "n3"), Pods.Link(15, "nsmother", "0a:00:00:00:00:06", Second));

        Assert.Equal("b", Assert.Single(world.Wires()).Endpoint);
    }

    [Fact]
    public void Pods_NoEndpointHasTheOtherEnd_IsDeadOnlyWhenAllCouldBeRead()
    {
        var gone = new World().Add(Pods.Client("c2", "n2"), s_tunnel, Pods.Met("172.16.1.2", "nsm0", "0a:00:00:00:00:04"))
            .Add(Pods.Endpoint("new", "n1"), Pods.Link(3, "eth0", "0a:00:00:00:00:07", "10.0.0.9/24"));
        var unread = new World().Add(Pods.Client("c2", "n2"), s_tunnel).Add(Pods.Endpoint("a", "n1"));

        Assert.Equal((NsmWireState.Dead, "no endpoint has its other end"), Fate(Assert.Single(gone.Wires())));
        Assert.Equal((NsmWireState.Unknown, "an endpoint could not be read"), Fate(Assert.Single(unread.Wires())));
    }

    [Fact]
    public void Managers_CallAClientInTheNodesNetworkByTheNode_AndItIsOneWire()
    {
        var client = Pods.Client("c1", "n1");
        client.Ensure("spec")["hostNetwork"] = true;

        var wire = Assert.Single(new World().Add(client, s_local).Add(Pods.Endpoint("a", "n1"), s_localEnd)
            .Tell("n1", World.Local("n1", First, "a", "nsmqc1vcqBQg", "icmp-a")).Wires());

        Assert.Equal(("c1", NsmWireState.Up, NsmWireSource.PodsAndManagers), (wire.Client, wire.State, wire.Source));
    }

    [Fact]
    public void Pods_BrokenWires_AreToldApart()
    {
        var down = new World().Add(Pods.Client("c1", "n1"), Pods.Link(13, "nsm0", "0a:00:00:00:00:01", First, peer: 12, up: false))
            .Add(Pods.Endpoint("a", "n1"), s_localEnd);
        var lost = new World().Add(Pods.Client("c1", "n1"), Pods.Link(2, "eth0", "0a:00:00:00:00:08", "10.0.0.3/24", peer: 8))
            .Add(Pods.Endpoint("a", "n1"), s_localEnd);
        var uninjected = new World().Add(Pods.Client("c1", "n1", injected: false, annotation: Pods.Service), s_local);

        Assert.Equal((NsmWireState.Down, "the client's interface has no link"), Fate(Assert.Single(down.Wires())));
        Assert.Equal((NsmWireState.Dead, "the pod has no interface nsm0"), Fate(Assert.Single(lost.Wires())));
        Assert.Empty(uninjected.Wires());
    }

    [Fact]
    public void Managers_AndPodsAgree_HalvesAreJoined()
    {
        var wires = TwoWires().Tell("n1", World.Local("c1", First, "a", "nsmqc1vcqBQg", "icmp-a"),
            World.Far("c2", First, "a", "nsm85sveh3OK", "icmp-a")).Tell("n2", World.Near("c2", First, "icmp-a")).Wires();

        Assert.Equal(
            [("c1", "a", NsmLocality.Local, NsmWireState.Up, NsmWireSource.PodsAndManagers, ""),
                ("c2", "a", NsmLocality.CrossNode, NsmWireState.Up, NsmWireSource.PodsAndManagers, "")],
            wires.Select(wire => (wire.Client, wire.Endpoint, wire.Locality, wire.State, wire.Source, wire.Detail)));
    }

    [Fact]
    public void Managers_EntriesOfClientsThatAreGone_AreDead()
    {
        // NSM v0.2 never removes them: one of a pod that is gone, and one of an earlier pod of the same name.
        var wires = TwoWires().Tell("n1", World.Local("old", "172.16.1.9/30", "a", "nsmx", "icmp-a"),
            World.Local("c1", "172.16.1.5/30", "a", "nsmy", "icmp-a"), World.Local("c1", First, "a", "nsmqc1vcqBQg", "icmp-a")).Wires();

        Assert.Equal([("c1", First), ("c2", First)],
            wires.Where(wire => wire.State == NsmWireState.Up).Select(wire => (wire.Client, wire.ClientAddress)));
        Assert.Equal(
            [("old", "172.16.1.9/30", "its client is gone", NsmWireSource.Managers),
                ("c1", "172.16.1.5/30", "an entry of an earlier wire of this client", NsmWireSource.Managers)],
            wires.Where(wire => wire.State == NsmWireState.Dead)
                .Select(wire => (wire.Client, wire.ClientAddress, wire.Detail, wire.Source)));
    }

    [Fact]
    public void Managers_TellAClientThatHasEnded_IsDeadAndInItsNamespace()
    {
        var job = Pods.Client("job", "n1");
        job.Ensure("status")["phase"] = "Succeeded";

        var wires = TwoWires().Add(job).Tell("n1", World.Local("job", "172.16.1.9/30", "a", "nsmx", "icmp-a")).Wires();

        var row = Assert.Single(wires, wire => wire.Client == "job");
        Assert.Equal((NsmWireState.Dead, "its client has ended"), Fate(row));
        Assert.Equal((job.Namespace(), "n1"), (row.ClientNamespace, row.ClientNode));
    }

    [Fact]
    public void Managers_TellAGoneEndpoint_IsDead()
    {
        var wires = new World().Add(Pods.Client("c1", "n1"), s_local)
            .Add(Pods.Endpoint("new", "n1"), Pods.Link(3, "eth0", "0a:00:00:00:00:07", "10.0.0.9/24"))
            .Tell("n1", World.Local("c1", First, "a", "nsmqc1vcqBQg", "icmp-a")).Wires();

        Assert.Equal((NsmWireState.Dead, "its endpoint's pod a is gone"), Fate(Assert.Single(wires)));
    }

    [Fact]
    public void Managers_SayDown_IsDown()
    {
        var wires = TwoWires().Tell("n1", World.Local("c1", First, "a", "nsmqc1vcqBQg", "icmp-a", up: false)).Wires();

        Assert.Equal((NsmWireState.Down, "NSM's manager says that it is down"), Fate(wires[0]));
    }

    [Fact]
    public void Managers_KnowNothingOfAWire_IsUnknown()
    {
        // After a failed repair the lists are empty while interfaces still look well.
        var wires = TwoWires().Tell("n1").Wires();

        Assert.Equal(NsmWireState.Unknown, wires[0].State);
        Assert.Contains("does not know the wire", wires[0].Detail, StringComparison.Ordinal);
        Assert.Equal((NsmWireState.Up, NsmWireSource.Pods), (wires[1].State, wires[1].Source));
    }

    [Fact]
    public void Managers_ContradictThePods_IsUnknownAndSaysBoth()
    {
        var wires = TwoWires().Add(Pods.Endpoint("b", "n1"), Pods.Link(3, "eth0", "0a:00:00:00:00:07", "10.0.0.9/24"))
            .Tell("n1", World.Local("c1", First, "b", "nsmz", "icmp-a")).Wires();

        Assert.Equal((NsmWireState.Unknown, "the pods show endpoint a, the managers tell b"), Fate(wires[0]));
    }

    [Fact]
    public void Managers_PodsCannotBeRead_TellItAlone()
    {
        var wire = Assert.Single(new World().Add(Pods.Client("c1", "n1")).Add(Pods.Endpoint("a", "n1"))
            .Tell("n1", World.Local("c1", First, "a", "nsmq", "icmp-a")).Wires());

        Assert.Equal(("a", First, NsmWireState.Up, NsmWireSource.Managers), (wire.Endpoint, wire.ClientAddress, wire.State, wire.Source));
    }

    [Fact]
    public void Managers_TellAPodThatAsksForItself_ItIsNotGone()
    {
        // Clients whose wires end in VPP have neither annotation nor added containers.
        var own = Pods.Client("vpp-1", "n1", injected: false);
        var wire = Assert.Single(new World().Add(own).Add(Pods.Endpoint("a", "n1"))
            .Tell("n1", World.Local("vpp-1", First, "a", "memif1", "icmp-a")).Wires());

        Assert.Equal(("vpp-1", "apps", "a", NsmLocality.Local, NsmWireState.Up, NsmWireSource.Managers),
            (wire.Client, wire.ClientNamespace, wire.Endpoint, wire.Locality, wire.State, wire.Source));
    }

    [Fact]
    public void Managers_EndpointsInterfaceIsGone_IsDead()
    {
        var wires = new World().Add(Pods.Client("c1", "n1")).Add(Pods.Endpoint("a", "n1"), s_tunnelEnd)
            .Tell("n1", World.Local("c1", First, "a", "nsmlost", "icmp-a")).Wires();

        Assert.Equal((NsmWireState.Dead, "the endpoint's interface nsmlost is gone or has no link"), Fate(Assert.Single(wires)));
    }

    [Fact]
    public void Managers_HostileTexts_CannotSteerATerminal()
    {
        var wire = new World().Tell("n1", World.Local("x\u001b[2J\n" + new string('y', 5000), First, "a\u202eb", "l", "e")).Wires()[0];

        Assert.StartsWith("x?[2J?", wire.Client, StringComparison.Ordinal);
        Assert.Equal(253, wire.Client.Length);
        Assert.Equal("a?b", wire.Endpoint);
    }

    private static World TwoWires() => new World().Add(Pods.Client("c1", "n1"), s_local).Add(Pods.Client("c2", "n2"), s_tunnel)
        .Add(Pods.Endpoint("a", "n1"), s_tunnelEnd, s_localEnd);

    private static (NsmWireState, string) Fate(NsmConnection wire) => (wire.State, wire.Detail);
}
