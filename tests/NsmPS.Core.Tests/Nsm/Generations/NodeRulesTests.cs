using System.Text.Json.Nodes;
using NsmPS.Nsm.Generations;

namespace NsmPS.Core.Tests.Nsm.Generations;

public class NodeRulesTests
{
    private static readonly JsonObject s_daemonSet = Parse(
        """
        {"kind":"DaemonSet","metadata":{"name":"nsmgr","namespace":"n"},"spec":{"selector":{"matchLabels":{"app":"nsmgr"}}}}
        """);
    private static readonly JsonObject[] s_nodes = [Parse(
        """
        {"metadata":{"name":"n1"},"status":{"allocatable":{"networkservicemesh.io/socket":"40"}}}
        """)];
    private static readonly JsonObject[] s_managers = [Parse("""{"metadata":{"name":"n1"},"spec":{"url":"10.0.0.1:5001"}}""")];

    [Fact]
    public void Evaluate_AnotherAddress_MayLastLongerThanAHealthyManagerTakesWithoutDns()
    {
        var item = Assert.Single(NodeRules.Evaluate([new NsmNodeStatus("n1", 30, "10.9.9.9:5001", ManagerIsCurrent: false)]));

        Assert.True(item.Doubtful);
        Assert.True(item.Patience > TimeSpan.FromSeconds(40));
    }

    [Fact]
    public void Describe_TwoPodsOnOneNode_CountsTheOldest()
    {
        var node = Assert.Single(NodeRules.Describe(s_daemonSet,
            [Pod("10.0.0.2", "2026-01-01T00:00:02Z"), Pod("10.0.0.1", "2026-01-01T00:00:01Z")], s_nodes, s_managers));

        Assert.Equal(("n1", 40L, "10.0.0.1:5001", true), (node.Name, node.Sockets, node.ManagerUrl, node.ManagerIsCurrent));
    }

    [Fact]
    public void Describe_TheOldestHasFailed_CountsTheOther()
    {
        var node = Assert.Single(NodeRules.Describe(s_daemonSet,
            [Pod("10.0.0.9", "2026-01-01T00:00:01Z", "Failed"), Pod("10.0.0.1", "2026-01-01T00:00:02Z")], s_nodes, s_managers));

        Assert.True(node.ManagerIsCurrent);
    }

    [Fact]
    public void Describe_APodWithoutANode_DoesNotCount()
    {
        var pod = Pod("10.0.0.1", "2026-01-01T00:00:01Z");
        pod["spec"] = new JsonObject();

        Assert.Empty(NodeRules.Describe(s_daemonSet, [pod], s_nodes, s_managers));
    }

    private static JsonObject Pod(string address, string created, string phase = "Running") => Parse(
        $$$"""
        {"metadata":{"name":"nsmgr-{{{created}}}","namespace":"n","labels":{"app":"nsmgr"},"creationTimestamp":"{{{created}}}",
          "ownerReferences":[{"kind":"DaemonSet","name":"nsmgr"}]},
          "spec":{"nodeName":"n1"},"status":{"phase":"{{{phase}}}","podIP":"{{{address}}}"}}
        """);

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
