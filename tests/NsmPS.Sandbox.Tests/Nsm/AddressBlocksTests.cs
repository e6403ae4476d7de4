using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Tests.Nsm;

public sealed class AddressBlocksTests
{
    [Fact]
    public void Next_Prefix_GivesBlocksOfFourUntilTheyAreUsedUp()
    {
        var blocks = new AddressBlocks("172.16.1.0/24");

        Assert.Equal(("172.16.1.1", "172.16.1.2"), blocks.Next());
        Assert.Equal(("172.16.1.5", "172.16.1.6"), blocks.Next());
        Assert.All(Enumerable.Range(0, 62), _ => Assert.NotNull(blocks.Next()));
        Assert.Null(blocks.Next());
    }

    [Fact]
    public void Next_Pairs_GivesTheEndpointTheFirst()
    {
        var blocks = new AddressBlocks("172.16.1.100/31", pairs: true);

        Assert.Equal(("172.16.1.101", "172.16.1.100"), blocks.Next());
        Assert.Null(blocks.Next());
    }

    [Theory]
    [InlineData("10.0.0.0/31")]
    [InlineData("fd00::/64")]
    [InlineData("nothing")]
    public void Next_NoRoom_GivesNothing(string prefix) => Assert.Null(new AddressBlocks(prefix).Next());
}
