using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Workloads.Scheduling;

namespace NsmPS.Sandbox.Tests.Workloads;

public sealed class SchedulingRulesTests
{
    private const string Socket = "networkservicemesh.io/socket";

    [Theory]
    [InlineData("""{"nodeSelector":{"kubernetes.io/arch":"arm64"}}""",
        "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.")]
    [InlineData("""{"containers":[{"resources":{"requests":{"cpu":"5"}}}]}""", "0/3 nodes are available: 3 Insufficient cpu.")]
    [InlineData("""{"containers":[{"resources":{"limits":{"networkservicemesh.io/socket":"1"}}}]}""",
        "0/3 nodes are available: 3 Insufficient networkservicemesh.io/socket.")]
    [InlineData("""{"initContainers":[{"resources":{"requests":{"memory":"9Gi"}}}]}""", "0/3 nodes are available: 3 Insufficient memory.")]
    public void Place_NothingFits_SaysWhyInTheSchedulersWords(string spec, string message)
    {
        var answer = SchedulingRules.Place(Pod("a", spec), NodeSeeds.Create(), new NodeLoads([]));

        Assert.Null(answer.Node);
        Assert.Equal(message, answer.Message);
    }

    [Fact]
    public void Place_ReasonsDiffer_AreCountedApart()
    {
        var nodes = NodeSeeds.Create();
        nodes[1].Ensure("status").Ensure("allocatable")[Socket] = "30";
        nodes[2].Ensure("status").Ensure("allocatable")[Socket] = "30";
        const string Spec =
            """
            {"containers":[{"resources":{"limits":{"networkservicemesh.io/socket":"1"}}}],
              "affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"kubernetes.io/hostname",
              "labelSelector":{"matchLabels":{"app":"a"}}}]}}}
            """;
        JsonObject[] there = [Pod("one", Spec, "n2"), Pod("two", Spec, "n3")];

        var answer = SchedulingRules.Place(Pod("three", Spec), nodes, new NodeLoads(there));

        Assert.Equal("0/3 nodes are available: 1 Insufficient networkservicemesh.io/socket, 2 node(s) didn't match pod "
            + "anti-affinity rules.", answer.Message);
    }

    [Theory]
    [InlineData("{}", "n2")]
    [InlineData("""{"tolerations":[{"key":"node.kubernetes.io/unschedulable","operator":"Exists"}]}""", "n1")]
    public void Place_CordonedNode_TakesOnlyWhatToleratesIt(string spec, string expected)
    {
        var nodes = NodeSeeds.Create();
        nodes[0].Ensure("spec")["unschedulable"] = true;

        Assert.Equal(expected, SchedulingRules.Place(Pod("a", spec), nodes, new NodeLoads([])).Node);
    }

    [Theory]
    [InlineData("{}", "n2")]
    [InlineData("""{"tolerations":[{"key":"gpu","operator":"Equal","value":"yes","effect":"NoSchedule"}]}""", "n1")]
    [InlineData("""{"tolerations":[{"key":"gpu","operator":"Equal","value":"no"}]}""", "n2")]
    public void Place_TaintedNode_TakesOnlyWhatToleratesIt(string spec, string expected)
    {
        var nodes = NodeSeeds.Create();
        nodes[0].Ensure("spec")["taints"] = new JsonArray(new JsonObject { ["key"] = "gpu", ["value"] = "yes", ["effect"] = "NoSchedule" });

        Assert.Equal(expected, SchedulingRules.Place(Pod("a", spec), nodes, new NodeLoads([])).Node);
    }

    [Fact]
    public void Place_PreferredDistance_IsKeptWhileItCan()
    {
        const string Spec =
            """
            {"affinity":{"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,
              "podAffinityTerm":{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"a"}}}}]}}}
            """;
        JsonObject[] there = [Pod("one", Spec, "n1"), Pod("two", Spec, "n2"), Pod("x", "{}", "n3", app: "b"),
            Pod("y", "{}", "n3", app: "b")];

        Assert.Equal("n3", SchedulingRules.Place(Pod("three", Spec), NodeSeeds.Create(), new NodeLoads(there)).Node);
        var more = new NodeLoads([.. there, Pod("three", Spec, "n3")]);
        Assert.Equal("n1", SchedulingRules.Place(Pod("four", Spec), NodeSeeds.Create(), more).Node);
    }

    private static JsonObject Pod(string name, string spec, string? node = null, string app = "a")
    {
        var pod = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default", ["labels"] = new JsonObject { ["app"] = app } },
            ["spec"] = JsonNode.Parse(spec),
        };
        if (node is not null)
        {
            pod["spec"]!["nodeName"] = node;
        }

        return pod;
    }
}
