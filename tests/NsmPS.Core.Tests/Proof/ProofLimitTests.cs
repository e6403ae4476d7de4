using NsmPS.Proof;

namespace NsmPS.Core.Tests.Proof;

public sealed class ProofLimitTests
{
    [Theory]
    [InlineData(null, 1, 32)]
    [InlineData(null, 4, 32)]
    [InlineData(null, 5, 40)]
    [InlineData(null, 20, 160)]
    [InlineData(null, 200, 256)]
    [InlineData(7, 200, 7)]
    [InlineData(1000, 1, 1000)]
    public void Of_Nodes_EightForEachWithinItsBounds(int? asked, int nodes, int expected) =>
        Assert.Equal(expected, ProofLimit.Of(asked, Enumerable.Range(0, 3 * nodes).Select(number => $"n{number % nodes}")));
}
