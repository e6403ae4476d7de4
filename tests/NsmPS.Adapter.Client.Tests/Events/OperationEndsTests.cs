using NsmPS.Adapter.Client.Events;

namespace NsmPS.Adapter.Client.Tests.Events;

public sealed class OperationEndsTests
{
    [Theory]
    [InlineData(NsmAdapterEventType.Info, "NSM service mesh installed successfully", true)]
    [InlineData(NsmAdapterEventType.Info, "NSM service mesh removed successfully", true)]
    [InlineData(NsmAdapterEventType.Info, "ICMP Responder application installed successfully", true)]
    [InlineData(NsmAdapterEventType.Info, "Manifest deployed successfully", true)]
    [InlineData(NsmAdapterEventType.Info, "Smi conformance test completed successfully", true)]
    [InlineData(NsmAdapterEventType.Info, "Waiting until nsmgr is installed", false)]
    [InlineData(NsmAdapterEventType.Warning, "The node has little memory", false)]
    [InlineData(NsmAdapterEventType.Error, "Error while installing NSM", true)]
    public void IsEnd_Event_IsAnErrorOrASuccess(NsmAdapterEventType type, string summary, bool expected) =>
        Assert.Equal(expected, OperationEnds.IsEnd(New(summary, type)));

    [Fact]
    public void AllSeen_SeveralClusters_NeedsAnEndOfEach()
    {
        var ends = new OperationEnds(2);

        ends.Add(new ReceivedEvent(1, New("NSM service mesh installed successfully")));
        Assert.False(ends.AllSeen);
        ends.Add(new ReceivedEvent(1, New("NSM service mesh installed successfully")));
        Assert.True(ends.AllSeen);
    }

    [Fact]
    public void Add_SameEventOverANewConnection_IsARepetition()
    {
        var ends = new OperationEnds(2);

        Assert.True(ends.Add(new ReceivedEvent(1, New("NSM service mesh installed successfully", details: "on one"))));
        Assert.False(ends.Add(new ReceivedEvent(2, New("NSM service mesh installed successfully", details: "on one"))));
        Assert.False(ends.AllSeen);
        Assert.True(ends.Add(new ReceivedEvent(2, New("NSM service mesh installed successfully", details: "on two"))));
        Assert.True(ends.AllSeen);
    }

    private static NsmAdapterEvent New(string summary, NsmAdapterEventType type = NsmAdapterEventType.Info, string details = "") =>
        new() { Time = TimeProvider.System.GetUtcNow(), Type = type, Summary = summary, Details = details };
}
