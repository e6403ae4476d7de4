using System.Text.Json.Nodes;
using NsmPS.Sandbox.Workloads.Scheduling;

namespace NsmPS.Sandbox.Tests.Workloads;

public sealed class PodResourcesTests
{
    [Theory]
    [InlineData("1", 1000L)]
    [InlineData("100m", 100L)]
    [InlineData("64Mi", 67108864000L)]
    [InlineData("1k", 1000000L)]
    [InlineData("-1", null)]
    [InlineData("many", null)]
    [InlineData(null, null)]
    public void Thousandths_Text_IsRead(string? text, long? expected) => Assert.Equal(expected, PodResources.Thousandths(text));

    [Fact]
    public void Requests_InitContainersAndLimits_CountAsTheSchedulerCounts()
    {
        var pod = (JsonObject)JsonNode.Parse(
            """
            {"spec":{"initContainers":[{"resources":{"limits":{"s":"1","cpu":"2"}}}],"containers":[{"resources":{"limits":{"s":"1"}}},
              {"resources":{"limits":{"s":"1"},"requests":{"cpu":"100m"}}},{}]}}
            """)!;

        var requests = PodResources.Requests(pod);

        Assert.Equal((2000, 2000), (requests["s"], requests["cpu"]));
    }
}
