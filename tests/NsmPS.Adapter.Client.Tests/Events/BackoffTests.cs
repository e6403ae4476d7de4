using NsmPS.Adapter.Client.Events;

namespace NsmPS.Adapter.Client.Tests.Events;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, 250)]
    [InlineData(1, 250)]
    [InlineData(2, 500)]
    [InlineData(3, 1000)]
    [InlineData(5, 4000)]
    [InlineData(6, 5000)]
    [InlineData(1000, 5000)]
    public void After_Failures_DoublesUpToALimit(int failures, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Backoff.After(failures));
}
