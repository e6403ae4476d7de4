using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Wires;
using NsmPS.Topology.Ends;

namespace NsmPS.Core.Tests.Nsm.Wires;

/// <summary>Wires of IPv6, as the tools of a real kernel show them.</summary>
public sealed class Version6Tests
{
    private const string Only4 =
        """
            inet 172.16.1.101/32 scope global nsm-1
               valid_lft forever preferred_lft forever

        """;

    private const string Iproute2 =
        """
        2: nsm-1@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000
            link/ether a2:bd:83:f3:3d:84 brd ff:ff:ff:ff:ff:ff link-netns nb6
            inet6 fe80::a0bd:83ff:fef3:3d84/64 scope link
               valid_lft forever preferred_lft forever
            inet6 2001:db8::1/128 scope global nodad
               valid_lft forever preferred_lft forever

        """;

    private const string Busybox =
        """
        2: nsm-1@nsm-1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue qlen 1000
            link/ether a2:bd:83:f3:3d:84 brd ff:ff:ff:ff:ff:ff
            inet6 2001:db8::1/128 scope global flags 02
               valid_lft forever preferred_lft forever
            inet6 fe80::a0bd:83ff:fef3:3d84/64 scope link
               valid_lft forever preferred_lft forever

        """;

    private const string RoutesOfIproute2 =
        """
        2001:db8:: dev nsm-1 metric 1024 pref medium
        2001:db8::1 dev nsm-1 proto kernel metric 256 pref medium
        fe80::/64 dev nsm-1 proto kernel metric 256 pref medium

        """;

    private const string RoutesOfBusybox =
        """
        2001:db8::1 dev nsm-1  metric 256
        2001:db8:: dev nsm-1  metric 1024
        fe80::/64 dev nsm-1  metric 256
        multicast ff00::/8 dev nsm-1  metric 256

        """;

    private const string Neighbour = "2001:db8:: dev nsm-1 lladdr d2:58:b6:ea:2f:3e ref 1 used 0/0/0 probes 4 REACHABLE\n";
    private const string Route4 = "172.16.1.100 dev nsm-1 scope link \n";

    [Theory]
    [InlineData(Iproute2, RoutesOfIproute2, "2001:db8::1/128", "2001:db8::")]
    [InlineData(Busybox, RoutesOfBusybox, "2001:db8::1/128", "2001:db8::")]
    [InlineData(Iproute2 + Only4, Route4 + RoutesOfIproute2, "172.16.1.101/32", "172.16.1.100")]
    [InlineData(Iproute2 + Only4, RoutesOfIproute2 + Route4, "172.16.1.101/32", "172.16.1.100")]
    public void TargetOf_Wire_IsTheOtherEndOfTheSameVersion(string interfaces, string routes, string own, string target)
    {
        var links = PodLinks.Parse($"{interfaces}{Neighbour}==routes==\n{routes}");
        var wire = links.Find("nsm-1")!;

        Assert.Equal((own, target), (PodEndRules.Address(wire)?.ToString(), links.TargetOf(wire)?.ToString()));
        Assert.Equal("d2:58:b6:ea:2f:3e", links.MacOf("2001:db8::", "nsm-1"));
    }

    [Fact]
    public void Find_PrefixOfVersion6_FindsTheWireOfASample()
    {
        var network = WireTool.For("kernel").ReadNetwork(Busybox + Route4 + RoutesOfBusybox);

        var wire = ClientWire.Find(network, ["2001:db8::/116"], PeerRule.Route);

        Assert.Equal(("nsm-1", "2001:db8::"), (wire.Interface, wire.Target?.ToString()));
    }

    [Fact]
    public void ParsePing_Busybox_IsReadAsThatOfVersion4()
    {
        const string Printed = "PING 2001:db8:: (2001:db8::): 56 data bytes\n64 bytes from 2001:db8::: seq=0 ttl=64 time=0.100 ms\n\n"
            + "--- 2001:db8:: ping statistics ---\n1 packets transmitted, 1 packets received, 0% packet loss\n"
            + "round-trip min/avg/max = 0.100/0.100/0.100 ms\n";

        Assert.Equal((1, 1), (PingParser.Parse(Printed)!.Sent, PingParser.Parse(Printed)!.Received));
        Assert.Equal(new PingAnswer(0, 0.1), FollowCommand.Read("64 bytes from 2001:db8::: seq=0 ttl=64 time=0.100 ms"));
        Assert.Equal(Neighbour.Split(' ')[4], PingParser.ParseNeighbour(Neighbour));

        // A link that is down has lost its addresses of IPv6.
        Assert.True(PingParser.CannotSend("ping: sendto: Cannot assign requested address\n"));
    }
}
