using System.Net;
using NsmPS.Nsm.Wires;

namespace NsmPS.Core.Tests.Nsm.Wires;

public class WireRulesTests
{
    private static readonly string[] s_prefixes = ["172.16.1.0/24", "10.30.1.0/24"];

    private static PodNetwork Network(string text) => new(AddressParser.Parse(text), text);

    [Fact]
    public void FindWire_ClientWithWire_IsItsAddress() =>
        Assert.Equal("172.16.1.5/30", WireRules.FindWire(Network(AddressParserTests.Client), s_prefixes)?.ToString());

    [Fact]
    public void FindWire_OtherSamplesPrefix_CountsToo() =>
        Assert.Equal("10.30.1.1/30",
            WireRules.FindWire(Network(AddressParserTests.Client.Replace("172.16.1.5", "10.30.1.1", StringComparison.Ordinal)),
                s_prefixes)?.ToString());

    [Fact]
    public void FindWire_NoSuchAddress_IsNull() =>
        Assert.Null(WireRules.FindWire(Network(AddressParserTests.Client.Replace("172.16.1.5", "192.168.1.5", StringComparison.Ordinal)),
            s_prefixes));

    [Theory]
    [InlineData("172.16.1.1", 30, "172.16.1.2")]
    [InlineData("172.16.1.5", 30, "172.16.1.6")]
    [InlineData("172.16.1.253", 30, "172.16.1.254")]
    [InlineData("172.16.1.2", 30, null)]
    [InlineData("172.16.1.4", 30, null)]
    [InlineData("172.16.1.1", 32, null)]
    [InlineData("fd00::1", 126, "fd00::2")]
    [InlineData("fd00::ff:fffe", 126, null)]
    [InlineData("fd00::1", 128, null)]
    [InlineData("fd00::1", 30, null)]
    public void Target_FirstHostOfABlock_IsTheSecond(string address, int length, string? target) =>
        Assert.Equal(target, WireRules.Target(new InterfaceAddress(IPAddress.Parse(address), length))?.ToString());
}
