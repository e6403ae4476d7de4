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
        Assert.Equal(["nsm1", "nsmqc1vcqBQg"], Left([Starting(InNodesNetwork(Pods.Client("c", "n1")))]).Links);
        var ended = InNodesNetwork(Pods.Client("c", "n1"));
        ended.Ensure("status")["phase"] = "Succeeded";

        Assert.All<JsonObject>([Pods.Client("c", "n1"), InNodesNetwork(Pods.Client("c", "n2")), ended],
            pod => Assert.Equal(["nsm0", "nsm1", "nsmqc1vcqBQg"], Left([pod]).Links));
    }

    /// <summary>The kubelet may take its time to end it.</summary>
    [Fact]
    public void Links_OfAClientThatIsBeingDeleted_AreNotLeftOver()
    {
        var leaving = InNodesNetwork(Pods.Client("c", "n1"));
        leaving.Ensure("metadata")["deletionTimestamp"] = "2026-01-01T00:00:00Z";

        Assert.Equal(["nsm1", "nsmqc1vcqBQg"], Left([leaving]).Links);
    }

    /// <summary>The webhook has given the one its name by the container, the others ask by their annotation.</summary>
    [Fact]
    public void Links_OfSeveralClientsThatNameTheirsAlike_AreNotLeftOver()
    {
        JsonObject[] pods = [InNodesNetwork(Pods.Client("a", "n1")), InNodesNetwork(Pods.Client("b", "n1")),
            InNodesNetwork(Pods.Client("c", "n1", injected: false, annotation: "shop/nsm1,shop/nsmqc1vcqBQg"))];

        Assert.Empty(Left(pods).Links);
    }

    [Fact]
    public void Links_WhereAnEndpointIsInTheNodesNetwork_CannotBeToldFromLeftOnes()
    {
        var endpoint = InNodesNetwork(Pods.Endpoint("e", "n1"));

        var left = NodeLinks.WithoutHeld(Read(), [endpoint], [endpoint]);

        Assert.Empty(left.Links);
        Assert.Contains("cannot be told", left.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_WhereAProgramOfTheNodesNetworkAsksItself_CannotBeToldFromLeftOnes()
    {
        var pod = InNodesNetwork(Pods.Endpoint("e", "n1"));
        pod.Ensure("spec")["containers"] = new JsonArray(new JsonObject
        {
            ["name"] = "c",
            ["env"] = new JsonArray(new JsonObject { ["name"] = "OUTGOING_NSC_NAME", ["value"] = "s" }),
        });

        Assert.Contains("cannot be told", NodeLinks.WithoutHeld(Read(), [pod], []).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7: nsm0@if6: <UP> mtu 1500\n    link/ether 02:00:00:00:00:01 promiscuity 0\n    veth addrgenmode eui64", true)]
    [InlineData("7: nsm0: <UP> mtu 1500\n    link/ether 02:00:00:00:00:01\n    vxlan id 3 remote 10.0.0.1", true)]
    [InlineData("7: nsm0: <UP> mtu 1500\n    link/ether 02:00:00:00:00:01\n    dummy numtxqueues 1", false)]
    [InlineData("7: nsm0: <UP> mtu 1500\n    link/ether 02:00:00:00:00:01\n    bridge forward_delay 1500", false)]
    public void Kind_FromDetails_IsNsmsOnlyForPairsAndTunnels(string text, bool expected) =>
        Assert.Equal(expected, LinkKinds.FromDetails(text)["nsm0"]);

    [Theory]
    [InlineData("nsm0 7 6 ", true)]
    [InlineData("nsm0 7 7 vxlan", true)]
    [InlineData("nsm0 7 7 ", false)]
    [InlineData("nsm0 7 2 vlan", false)]
    [InlineData("nsm0 7 7 bridge", false)]
    public void Kind_FromFiles_IsNsmsOnlyForPairsAndTunnels(string text, bool expected) =>
        Assert.Equal(expected, LinkKinds.FromFilesText(text + "\n* \n")["nsm0"]);

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

    private static JsonObject Starting(JsonObject pod)
    {
        pod.Ensure("status")["phase"] = "Pending";
        return pod;
    }

    private static JsonObject InNodesNetwork(JsonObject pod)
    {
        pod.Ensure("spec")["hostNetwork"] = true;
        return pod;
    }
}
