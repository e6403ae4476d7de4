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
}
