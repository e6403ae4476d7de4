using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Tests.Store;

public sealed class IdentityRulesTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 4)]
    [InlineData(100, 8)]
    public void Name_TakenNames_OthersAreTriedEightTimesInAll(int taken, int names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var pod = new JsonObject { ["metadata"] = new JsonObject { ["generateName"] = "client-", ["namespace"] = "default" } };

        IdentityRules.Name(BuiltIn.Pods, pod, named => seen.Add(named.Name()) && seen.Count <= taken);

        seen.Add(pod.Name());
        Assert.Equal(names, seen.Count);
        Assert.All(seen, name => Assert.Matches("^client-[a-z0-9]{5}$", name));
    }
}
