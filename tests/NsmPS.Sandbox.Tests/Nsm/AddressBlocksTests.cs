using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Tests.Nsm;

public sealed class AddressBlocksTests
{
    [Fact]
    public void Next_Prefix_GivesBlocksOfFourUntilTheyAreUsedUp()
    {
        var blocks = new AddressBlocks("172.16.1.0/24");

        Assert.Equal([new AddressPair("172.16.1.1", "172.16.1.2")], blocks.Next());
        Assert.Equal([new AddressPair("172.16.1.5", "172.16.1.6")], blocks.Next());
        Assert.All(Enumerable.Range(0, 62), _ => Assert.NotNull(blocks.Next()));
        Assert.Null(blocks.Next());
    }

    [Fact]
    public void Next_Pairs_GivesTheEndpointTheFirst()
    {
        var blocks = new AddressBlocks("172.16.1.100/31", pairs: true);

        Assert.Equal([new AddressPair("172.16.1.101", "172.16.1.100")], blocks.Next());
        Assert.Null(blocks.Next());
    }

    [Fact]
    public void Next_Version6_GivesBlocksOfIt()
    {
        Assert.Equal([new AddressPair("2001:db8::1", "2001:db8::2")], new AddressBlocks("2001:db8::/116").Next());
        Assert.Equal([new AddressPair("2001:db8::5", "2001:db8::4")], new AddressBlocks("2001:db8::/64", used: 2, pairs: true).Next());
    }

    [Fact]
    public void Next_SeveralPrefixes_GivesOneOfEachGroup()
    {
        var blocks = new AddressBlocks("172.16.1.100/31, [10.0.0.0/31,10.0.1.0/31],2001:db8::/116", pairs: true);

        Assert.Equal([new("172.16.1.101", "172.16.1.100"), new("10.0.0.1", "10.0.0.0"), new("2001:db8::1", "2001:db8::")], blocks.Next());
        Assert.Null(blocks.Next());
        Assert.Equal([new AddressPair("10.0.1.1", "10.0.1.0")],
            new AddressBlocks("[10.0.0.0/31,10.0.1.0/31]", used: 1, pairs: true).Next());
    }

    [Theory]
    [InlineData("10.0.0.0/31")]
    [InlineData("fd00::/127")]
    [InlineData("10.0.0.0/24,10.0.1.0/31")]
    [InlineData("")]
    [InlineData("nothing")]
    public void Next_NoRoom_GivesNothing(string prefix) => Assert.Null(new AddressBlocks(prefix).Next());
}
