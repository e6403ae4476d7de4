using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Wires;

namespace NsmPS.Core.Tests.Nsm.Wires;

public class RouteRulesTests
{
    private static readonly string[] s_prefixes = ["172.16.1.0/24"];

    private const string Addresses =
        """
        2: eth0: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc noqueue
            link/ether 02:00:00:00:00:08 brd ff:ff:ff:ff:ff:ff
            inet 10.244.0.9/24 scope global eth0
        3: nsm-1: <BROADCAST,UP,LOWER_UP> mtu 1446 qdisc noqueue
            link/ether 02:00:00:00:00:09 brd ff:ff:ff:ff:ff:ff
            inet 172.16.1.1/32 scope global nsm-1

        """;

    [Theory]
    [InlineData("default via 10.244.0.1 dev eth0 \n10.244.0.0/24 dev eth0 scope link  src 10.244.0.9 \n172.16.1.0 dev nsm-1 scope link  src 172.16.1.1 \n", "172.16.1.0")]
    [InlineData("172.16.1.1 dev nsm-1\n172.16.1.100 dev nsm-1 proto kernel scope link src 172.16.1.1 mtu 1446\n", "172.16.1.100")]
    [InlineData("172.16.1.7/32 via 172.16.1.7 dev nsm-1 onlink\n", "172.16.1.7")]
    [InlineData("172.16.1.0/24 dev nsm-1 scope link\n172.16.1.5 dev eth0\n", null)]
    [InlineData("default via 10.244.0.1 dev eth0\n", null)]
    public void Find_Routes_TargetIsTheSingleAddressBehindTheWire(string routes, string? target)
    {
        var wire = ClientWire.Find(WireTool.For("kernel").ReadNetwork(Addresses + routes), s_prefixes, PeerRule.Route);

        Assert.Equal(("172.16.1.1/32", target), (wire.Address?.ToString(), wire.Target?.ToString()));
        Assert.Equal(target is null, wire.Problem.Contains("no route", StringComparison.Ordinal));
    }
}
