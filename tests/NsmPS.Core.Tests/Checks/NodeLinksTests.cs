using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Core.Tests.Topology;
using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Checks;

/// <summary>Which links in a node's network are left over, and which are the live wires of pods there.</summary>
public sealed class NodeLinksTests
{
    [Fact]
    public void Links_OfAClientInTheNodesNetwork_AreNotLeftOver() =>
        Assert.Equal(["nsm1", "nsmqc1vcqBQg"], Left([InNodesNetwork(Pods.Client("c", "n1"))]).Links);

    [Fact]
    public void Links_WhereTheClientHasANetworkOfItsOwnOrRunsElsewhereOrHasEnded_AreLeftOver()
    {
        var ended = InNodesNetwork(Pods.Client("c", "n1"));
        ended.Ensure("status")["phase"] = "Succeeded";

        Assert.All<JsonObject>([Pods.Client("c", "n1"), InNodesNetwork(Pods.Client("c", "n2")), ended],
            pod => Assert.Equal(["nsm0", "nsm1", "nsmqc1vcqBQg"], Left([pod]).Links));
    }

    [Fact]
    public void Links_WhereAnEndpointIsInTheNodesNetwork_CannotBeToldFromLeftOnes()
    {
        var endpoint = InNodesNetwork(Pods.Endpoint("e", "n1"));

        var left = NodeLinks.WithoutHeld(Read(), [endpoint], [endpoint]);

        Assert.Empty(left.Links);
        Assert.Contains("cannot be told", left.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nsm0", true)]
    [InlineData("nsm12", true)]
    [InlineData("nsmqc1vcqBQg", true)]
    [InlineData("nsm", false)]
    [InlineData("nsm-bridge", false)]
    [InlineData("nsmtest", false)]
    [InlineData("nsm0.100", false)]
    [InlineData("eth0", false)]
    public void Name_OfALink_IsNsmsOwnOnlyInItsForm(string name, bool expected) => Assert.Equal(expected, NodeLinks.IsOfNsm(name));

    private static NodeLinks Left(IEnumerable<JsonObject> pods) => NodeLinks.WithoutHeld(Read(), pods, []);

    private static NodeLinks Read() => new("n1", "forwarder", "c", ["nsm0", "nsm1", "nsmqc1vcqBQg"]);

    private static JsonObject InNodesNetwork(JsonObject pod)
    {
        pod.Ensure("spec")["hostNetwork"] = true;
        return pod;
    }
}
