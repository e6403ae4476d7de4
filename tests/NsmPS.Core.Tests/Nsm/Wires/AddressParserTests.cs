using NsmPS.Nsm.Wires;

namespace NsmPS.Core.Tests.Nsm.Wires;

public class AddressParserTests
{
    /// <summary>As busybox prints it in a client of NSM v0.2.0 with a wire to another node.</summary>
    internal const string Client =
        """
        1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000
            link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
            inet 127.0.0.1/8 scope host lo
               valid_lft forever preferred_lft forever
            inet6 ::1/128 scope host 
               valid_lft forever preferred_lft forever
        2: eth0@if8: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue 
            link/ether 32:4e:50:4a:98:06 brd ff:ff:ff:ff:ff:ff
            inet 10.244.1.7/24 brd 10.244.1.255 scope global eth0
               valid_lft forever preferred_lft forever
        14: nsm0@nsm0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue 
            link/ether 9e:57:2d:5e:ff:2a brd ff:ff:ff:ff:ff:ff
            inet 172.16.1.5/30 brd 172.16.1.7 scope global nsm0
               valid_lft forever preferred_lft forever
            inet6 fe80::9c57:2dff:fe5e:ff2a/64 scope link 
        default via 10.244.1.1 dev eth0 
        172.16.1.4/30 dev nsm0 scope link  src 172.16.1.5 
        """;

    [Fact]
    public void Parse_BusyboxOutput_ReadsInterfacesAndAddresses()
    {
        var interfaces = AddressParser.Parse(Client);

        Assert.Equal(["lo", "eth0", "nsm0"], interfaces.Select(item => item.Name));
        var wire = interfaces[2];
        Assert.Equal(("9e:57:2d:5e:ff:2a", 1500, true), (wire.Mac, wire.Mtu, wire.IsUp));
        Assert.Equal(["172.16.1.5/30", "fe80::9c57:2dff:fe5e:ff2a/64"], wire.Addresses.Select(address => address.ToString()));
    }

    [Fact]
    public void Parse_Iproute2Output_ReadsInterfacesAndAddresses()
    {
        var interfaces = AddressParser.Parse(
            """
            13: nsm0@if12: <BROADCAST,MULTICAST> mtu 16000 qdisc noqueue state DOWN group default qlen 1000
                link/ether 06:e9:dd:88:b5:98 brd ff:ff:ff:ff:ff:ff link-netnsid 1
                inet 172.16.1.5/30 brd 172.16.1.7 scope global nsm0
            """);

        var wire = Assert.Single(interfaces);
        Assert.Equal((16000, false), (wire.Mtu, wire.IsUp));
        Assert.Equal("172.16.1.5/30", Assert.Single(wire.Addresses).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("sh: ip: not found")]
    [InlineData("    inet 1.2.3.4/5 scope")]
    public void Parse_SomethingElse_IsEmpty(string text) => Assert.Empty(AddressParser.Parse(text));
}
