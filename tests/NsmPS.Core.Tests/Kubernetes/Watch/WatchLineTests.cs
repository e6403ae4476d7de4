using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Watch;

namespace NsmPS.Core.Tests.Kubernetes.Watch;

public class WatchLineTests
{
    [Fact]
    public void Read_KeyTwice_LastCounts()
    {
        var position = new WatchPosition("1");

        var change = WatchLine.Read(
            """{"type":"DELETED","type":"ADDED","object":{"metadata":{"name":"a","name":"b","resourceVersion":"7"}}}""", position);

        Assert.Equal("b", Assert.IsType<WatchEvent.Upserted>(change).Item.Name());
        Assert.Equal("7", position.ResourceVersion);
    }

    [Theory]
    [InlineData("", "it is not JSON")]
    [InlineData("<html>", "line 1, column 1: it is not JSON")]
    [InlineData("""{"type":"ADDED","object":{"metadata":""", "it is not JSON")]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"name":"\ud800"}}}""", "a text is not valid Unicode")]
    [InlineData("[]", "it is not a JSON object")]
    [InlineData("null", "it is not a JSON object")]
    [InlineData("""{"type":"ADDED"}""", "its object is missing or not an object")]
    [InlineData("""{"type":"ADDED","object":[]}""", "its object is missing or not an object")]
    [InlineData("""{"type":5,"object":{"metadata":{"name":"a"}}}""", "its type is not one of")]
    [InlineData("""{"type":"ADDED","object":{"metadata":7}}""", "its object has no name")]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"name":{}}}}""", "its object has no name")]
    public void Read_NoEvent_SaysWhy(string line, string expected)
    {
        var error = Assert.ThrowsAny<FormatException>(() => WatchLine.Read(line, new WatchPosition("1")));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
