using NsmPS.Kubernetes.Health;

namespace NsmPS.Core.Tests.Kubernetes.Health;

public class WaitCauseTests
{
    [Fact]
    public void Of_ManyPods_GivesEachReasonOnceTheMostTellingFirst()
    {
        var causes = WaitCause.Of(
        [
            new WaitItem("Deployment/n/d", NsmState.Pending, "0 of 3 pods ready") { IsCount = true },
            new WaitItem("Pod/n/a", NsmState.Pending, "phase Unknown"),
            new WaitItem("Pod/n/b", NsmState.Pending, "it cannot be scheduled: full", Doubtful: true),
            new WaitItem("Pod/n/c", NsmState.Pending, "it cannot be scheduled: full", Doubtful: true),
            new WaitItem("Pod/n/d", NsmState.Failed, "it has failed"),
            new WaitItem("Pod/n/e", NsmState.Ready),
        ]);

        Assert.Equal(
            ["it has failed (Pod/n/d)", "it cannot be scheduled: full (Pod/n/b and 1 more)", "phase Unknown (Pod/n/a)",
                "0 of 3 pods ready (Deployment/n/d)"],
            causes.Select(cause => cause.ToString()));
    }

    [Fact]
    public void ToString_ReasonOfManyLines_IsOneLine() =>
        Assert.Equal("a b (Pod/n/a)", Assert.Single(WaitCause.Of([new WaitItem("Pod/n/a", NsmState.Failed, "a\nb")])).ToString());
}
