using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Wires;

namespace NsmPS.Core.Tests.Nsm.Wires;

public class VppParserTests
{
    private const string Interfaces =
        "local0 (dn):\r\nmemif1/0 (up):\r\n  L3 10.30.1.5/30\r\nmemif2/0 (dn):\r\n  L3 172.16.1.1/30 ip4 table-id 0 fib-idx 0\r\n"
        + "              Name                Idx   Link  Hardware\r\n"
        + "local0                             0    down  local0\r\n  Link speed: unknown\r\n  local\r\n"
        + "memif1/0                           1     up   memif1/0\r\n  Link speed: unknown\r\n  Ethernet address 02:fe:5c:4b:aa:c6\r\n  MEMIF interface\r\n     instance 0\r\n"
        + "memif2/0                           2    down  memif2/0\r\n  Link speed: unknown\r\n  Ethernet address 02:fe:84:ad:42:9a\r\n  MEMIF interface\r\n     instance 1\r\n";

    private const string OldTable =
        "    Time           IP4       Flags      Ethernet              Interface       \n"
        + "    362.2801      10.30.1.60      D    02:fe:00:00:00:01 memif1/0\n   1362.2801       10.30.1.6      D    02:fe:5c:4b:aa:c6 memif1/0\n";

    private const string NewTable =
        "    Age                       IP                    Flags      Ethernet              Interface\n"
        + "      0.7331               10.30.1.6                  D    02:fe:84:ad:42:9a memif0/0\n";

    private const string Routes =
        "ipv4-VRF:0, fib_index:0, flow hash:[src dst sport dport proto flowlabel ] epoch:0 flags:none locks:[adjacency:1, default-route:1, ]\r\n"
        + "0.0.0.0/0\r\n  unicast-ip4-chain\r\n  [@0]: dpo-load-balance: [proto:ip4 index:1 buckets:1 uRPF:0 to:[0:0]]\r\n    [0] [@0]: dpo-drop ip4\r\n"
        + "0.0.0.0/32\r\n  unicast-ip4-chain\r\n  [@0]: dpo-load-balance: [proto:ip4 index:2 buckets:1 uRPF:1 to:[0:0]]\r\n    [0] [@0]: dpo-drop ip4\r\n"
        + "172.16.1.0/24\r\n  unicast-ip4-chain\r\n  [@0]: dpo-load-balance: [proto:ip4 index:9 buckets:1 uRPF:9 to:[0:0]]\r\n    [0] [@4]: ipv4-glean: [src:0.0.0.0/0] memif9/0: mtu:9000 next:1\r\n"
        + "172.16.1.2/32\r\n  unicast-ip4-chain\r\n  [@0]: dpo-load-balance: [proto:ip4 index:16 buckets:1 uRPF:18 to:[4:384]]\r\n"
        + "    [0] [@5]: ipv4 via 172.16.1.2 memif1013904223/0: mtu:9000 next:4 flags:[] 02fe5c4baac602fe84ad429a0800\r\n"
        + "172.16.1.3/32\r\n  unicast-ip4-chain\r\n  [@0]: dpo-load-balance: [proto:ip4 index:15 buckets:1 uRPF:19 to:[4:384]]\r\n    [0] [@12]: dpo-receive: 172.16.1.3 on memif1013904223/0\r\n"
        + "172.16.1.4/32\r\n  unicast-ip4-chain\r\n  [@0]: dpo-load-balance: [proto:ip4 index:17 buckets:1 uRPF:20 to:[0:0]]\r\n    [0] [@4]: ipv4-glean: memif2/0: mtu:9000 next:2\r\n"
        + "240.0.0.0/4\r\n  unicast-ip4-chain\r\n  [@0]: dpo-load-balance: [proto:ip4 index:4 buckets:1 uRPF:3 to:[0:0]]\r\n    [0] [@0]: dpo-drop ip4\r\n";

    [Fact]
    public void ParseHostRoutes_Table_GivesSingleAddressesThatLeaveOverAnInterface() =>
        Assert.Equal(["memif1013904223/0 172.16.1.2", "memif2/0 172.16.1.4"], VppParser.ParseHostRoutes(Routes).Select(route => $"{route.Interface} {route.Address}"));

    [Theory]
    [InlineData("")]
    [InlineData("unknown input `show ip fib'")]
    [InlineData("999.1.1.1/32\n    [0] [@4]: ipv4-glean: memif2/0: mtu:9000\n")]
    public void ParseHostRoutes_NoTable_IsEmpty(string text) => Assert.Empty(VppParser.ParseHostRoutes(text));

    [Fact]
    public void ParseNeighbours_Table_NamesAddressInterfaceAndHardware() =>
        Assert.Equal([new Neighbour("10.30.1.60", "memif1/0", "02:fe:00:00:00:01"), new Neighbour("10.30.1.6", "memif1/0", "02:fe:5c:4b:aa:c6")], VppParser.ParseNeighbours(OldTable));

    [Fact]
    public void Find_WireOfNsmV1_TargetIsTheSingleAddressBehindIt()
    {
        const string Addresses = "local0 (dn):\nmemif1013904223/0 (up):\n  L3 172.16.1.3/32\n";

        var wire = ClientWire.Find(WireTool.For(WireTool.Memif).ReadNetwork(Addresses + Routes), ["172.16.1.0/24"], PeerRule.Route);

        Assert.Equal(("172.16.1.3/32", "172.16.1.2"), (wire.Address?.ToString(), wire.Target?.ToString()));
    }

    [Fact]
    public void ParseInterfaces_AddressesThenHardware_AreJoinedByName()
    {
        var found = VppParser.ParseInterfaces(Interfaces);

        Assert.Equal(
            [("local0", "", false, ""), ("memif1/0", "02:fe:5c:4b:aa:c6", true, "10.30.1.5/30"), ("memif2/0", "02:fe:84:ad:42:9a", false, "172.16.1.1/30")],
            found.Select(item => (item.Name, item.Mac, item.IsUp, string.Join(' ', item.Addresses))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("clib_socket_init: connect (fd 3, '/run/vpp/cli.sock'): No such file or directory")]
    public void ParseInterfaces_NoVpp_IsEmpty(string text) => Assert.Empty(VppParser.ParseInterfaces(text));

    [Fact]
    public void ParsePing_Replies_GiveTimes() => Assert.Equal(
        new PingStatistics(3, 2, 33.3, 0.178, 0.6815, 1.185),
        VppParser.ParsePing("116 bytes from 10.30.1.6: icmp_seq=2 ttl=64 time=.1780 ms\n116 bytes from 10.30.1.6: icmp_seq=3 ttl=64 time=1.1850 ms\n\nStatistics: 3 sent, 2 received, 33% packet loss\n"));

    [Fact]
    public void ParsePing_TwoPings_TheLastCounts() => Assert.Equal(
        new PingStatistics(2, 1, 50, 0.2, 0.2, 0.2),
        VppParser.ParsePing("116 bytes from 10.30.1.6: icmp_seq=1 ttl=64 time=9.0 ms\n\nStatistics: 1 sent, 1 received, 0% packet loss\n"
            + "116 bytes from 10.30.1.6: icmp_seq=1 ttl=64 time=.2000 ms\n\nStatistics: 2 sent, 1 received, 50% packet loss\n"));

    [Fact]
    public void ParsePing_NoReply_HasNoTimes() => Assert.Equal(new PingStatistics(3, 0, 100, null, null, null), VppParser.ParsePing("\nStatistics: 3 sent, 0 received, 100% packet loss\n"));

    [Theory]
    [InlineData("")]
    [InlineData("Failed: no egress interface\n\nStatistics: 0 sent, 0 received, 0% packet loss\n")]
    [InlineData("unknown input `ping 10.30.1.6 size 56'")]
    public void ParsePing_NothingSent_IsNoStatistics(string text) => Assert.Null(VppParser.ParsePing(text));

    [Theory]
    [InlineData(OldTable, "10.30.1.6", "02:fe:5c:4b:aa:c6")]
    [InlineData(NewTable, "10.30.1.6", "02:fe:84:ad:42:9a")]
    [InlineData("show ip: unknown input `arp'\n" + NewTable, "10.30.1.6", "02:fe:84:ad:42:9a")]
    [InlineData(OldTable, "10.30.1.2", "")]
    [InlineData("", "10.30.1.6", "")]
    public void ParseNeighbour_Table_GivesTheAddressesOwnRow(string text, string address, string mac) => Assert.Equal(mac, VppParser.ParseNeighbour(text, address));
}
