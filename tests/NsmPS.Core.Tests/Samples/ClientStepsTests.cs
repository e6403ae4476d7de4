using NsmPS.Samples;

namespace NsmPS.Core.Tests.Samples;

public sealed class ClientStepsTests
{
    [Theory]
    [InlineData(1, 2, new[] { 1 })]
    [InlineData(12, 2, new[] { 12 })]
    [InlineData(13, 2, new[] { 12, 13 })]
    [InlineData(32, 2, new[] { 12, 24, 32 })]
    [InlineData(24, 2, new[] { 12, 24 })]
    [InlineData(7, 0, new[] { 6, 7 })]
    public void Of_NodesThatTakeClients_IsSixForEachAndEndsWithAll(int clients, int nodes, int[] steps) =>
        Assert.Equal(steps, ClientSteps.Of(clients, nodes));
}
