using System.Text.Json.Nodes;
using NsmPS.Checks;
using NsmPS.Checks.Facts;
using NsmPS.Checks.Rules;
using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Checks;

public sealed class WireChecksTests
{
    [Fact]
    public async Task Alive_WireAnswersAndItsPageIsWrong_FailsAndCountsAsReached()
    {
        using var world = await CheckWorld.StartAsync();
        var facts = await new FactsReader(world.Cluster)
            .ReadAsync([KnownTypes.Pods, KnownTypes.Deployments, KnownTypes.DaemonSets], CheckProbes.Wires,
                TestContext.Current.CancellationToken);
        WireFact[] wires = [.. facts.Wires!];
        wires[0] = wires[0] with { Result = wires[0].Result with { Verdict = NsmVerdict.CheckFailed, Detail = "no page" } };

        var rows = WireChecks.Alive.Run(facts with { Wires = wires });

        var row = Assert.Single(rows, row => row.Outcome != NsmCheckOutcome.Passed);
        Assert.Equal((NsmCheckOutcome.Failed, "no page"), (row.Outcome, row.Evidence.Split(": ")[^1]));
        Assert.Contains("answers", row.Message, StringComparison.Ordinal);
        Assert.Contains(rows, passed => passed.Message == "4 of 4 clients reach their endpoint.");
    }

    /// <summary>The name is that of the client of hello-nsm, which has a page to check.</summary>
    [Fact]
    public async Task Alive_ClientOfOthersWithTheNameOfASamplesClient_IsPingedAndNoMore()
    {
        using var world = await CheckWorld.StartAsync();
        var pod = world.Mesh.Server.All(KnownTypes.Pods)
            .First(item => item.Name().StartsWith("icmp-responder-nsc", StringComparison.Ordinal)).Clone();
        var workload = world.Mesh.Server.All(KnownTypes.Deployments).First(item => item.Name() == "icmp-responder-nsc").Clone();
        foreach (var item in (JsonObject[])[pod, workload])
        {
            item["metadata"] = new JsonObject
            {
                ["name"] = item == pod ? "appa-1" : "appa",
                ["namespace"] = "nsm-system",
                ["labels"] = new JsonObject { ["app"] = "appa" },
                ["ownerReferences"] = item == pod ? new JsonArray(new JsonObject { ["kind"] = "Deployment", ["name"] = "appa" }) : null,
            };
        }

        workload.Ensure("spec")["replicas"] = 0;
        workload.Ensure("spec", "selector")["matchLabels"] = new JsonObject { ["app"] = "appa" };
        workload.Ensure("spec", "template", "metadata")["labels"] = new JsonObject { ["app"] = "appa" };
        world.Mesh.Server.Put(workload);
        world.Mesh.Server.Put(pod);

        var rows = (await world.TestAsync()).Where(row => row.Id == "WiresAlive");

        Assert.Equal("5 of 5 clients reach their endpoint.", Assert.Single(rows).Message);
    }
}
