using System.Text.Json.Nodes;
using NsmPS.Nsm.Generations;
using NsmPS.Samples;

namespace NsmPS.Core.Tests.Samples;

public class SampleCapacityTests
{
    [Fact]
    public void OfAnEndpoint_EverySample_FollowsItsGeneration()
    {
        // A /24 has 64 networks of four addresses, or 128 pairs.
        Assert.Equal(64, SampleCapacity.OfAnEndpoint(Repository.Catalog.Sample("icmp-responder", Generation.V02)));
        Assert.Equal(128, SampleCapacity.OfAnEndpoint(Repository.Catalog.Sample("icmp-responder", Generation.V1)));
        Assert.Equal(64, SampleCapacity.OfAnEndpoint(Repository.Catalog.Sample("vpn", Generation.V02)));
    }

    [Fact]
    public void OfNodes_PodsThatRun_TakeTheirPlaces() =>
        Assert.Equal(3 + 0, SampleCapacity.OfNodes([Node("a", "4"), Node("b", "1")],
            [Pod("a"), Pod("a", "Succeeded"), Pod("b"), Pod("b"), Pod("c"), Pod(null)]));

    [Fact]
    public void OfNodes_NodeThatDoesNotSay_IsUnknown() => Assert.Null(SampleCapacity.OfNodes([Node("a", "4"), Node("b", null)], []));

    private static JsonObject Node(string name, string? pods) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["status"] = new JsonObject { ["allocatable"] = pods is null ? new JsonObject() : new JsonObject { ["pods"] = pods } },
    };

    private static JsonObject Pod(string? node, string phase = "Running") => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "p" },
        ["spec"] = node is null ? new JsonObject() : new JsonObject { ["nodeName"] = node },
        ["status"] = new JsonObject { ["phase"] = phase },
    };
}
