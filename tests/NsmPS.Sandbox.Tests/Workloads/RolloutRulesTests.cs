using System.Text.Json.Nodes;
using NsmPS.Sandbox.Workloads.Controllers;

namespace NsmPS.Sandbox.Tests.Workloads;

public sealed class RolloutRulesTests
{
    private const string Recreate = """{"type":"Recreate"}""";
    private const string Rolling = """{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"}}""";
    private const string Stuck = """{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1,"maxUnavailable":0}}""";

    // The old set: wanted, existing, available; the new one likewise; what comes of it.
    [Theory]
    [InlineData(Recreate, 0, 0, 0, 0, 0, 0, 0, 4)]
    [InlineData(Recreate, 4, 4, 4, 0, 0, 0, 0, 0)]
    [InlineData(Recreate, 0, 2, 0, 0, 0, 0, 0, 0)]
    [InlineData(Rolling, 4, 4, 4, 0, 0, 0, 3, 1)]
    [InlineData(Rolling, 3, 3, 3, 1, 1, 0, 3, 2)]
    [InlineData(Rolling, 3, 3, 3, 2, 2, 2, 1, 2)]
    [InlineData(Rolling, 4, 4, 0, 0, 0, 0, 3, 1)]
    [InlineData(Stuck, 4, 4, 4, 1, 1, 0, 4, 1)]
    public void Plan_OldAndNewSet_GetTheirNumbers(string strategy, int oldWanted, int oldExisting, int oldAvailable, int newWanted,
        int newExisting, int newAvailable, int oldNext, int newNext)
    {
        var deployment = new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 4, ["strategy"] = JsonNode.Parse(strategy) } };

        var plan = RolloutRules.Plan(deployment,
            [new("old", false, oldWanted, oldExisting, oldAvailable), new("new", true, newWanted, newExisting, newAvailable)]);

        Assert.Equal((oldNext, newNext), (plan["old"], plan["new"]));
    }

    [Theory]
    [InlineData("25%", 2, true, 1)]
    [InlineData("25%", 2, false, 0)]
    [InlineData("100%", 3, true, 3)]
    [InlineData("2", 3, true, 2)]
    [InlineData("x%", 3, true, 0)]
    public void Share_Text_IsANumberOfPods(string value, int replicas, bool up, int expected) =>
        Assert.Equal(expected, RolloutRules.Share(value, replicas, up));
}
