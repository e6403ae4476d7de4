using NsmPS.Reports;
using NsmPS.Watching;
using NsmPS.Watching.Healing;
using static NsmPS.Core.Tests.Watching.WireWorld;

namespace NsmPS.Core.Tests.Watching;

public sealed class MeasuredWireTests
{
    private readonly MeasuredWire _wire = new(Wire() with { Workload = "nsc" }, TimeSpan.FromMilliseconds(50));

    [Fact]
    public void Judge_NothingLost_IsOkAndNothingHealed()
    {
        Answer(0, 0);
        var row = Judge();
        Assert.Equal((NsmHealingVerdict.Ok, NsmHealedBy.NotNeeded), (row.Verdict, row.HealedBy));
        Assert.Null(row.TimeToHeal);
    }

    [Fact]
    public void Judge_GapThatClosed_IsHealedByNsmAndJudgedByTheLongest()
    {
        Answer(0, 0);
        Answer(3, 60);
        var row = Judge();
        Assert.Equal((NsmHealingVerdict.Ok, NsmHealedBy.Nsm, 59), (row.Verdict, row.HealedBy, row.Lost));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2)), (row.LongestGap, row.TimeToHeal!.Value));
        Assert.Equal(NsmHealingVerdict.GapTooLong, Judge(maximum: 2).Verdict);
        Assert.Equal(ReportOutcome.Failed, HealingReport.From(Judge(maximum: 2)).Outcome);
        Assert.Equal(NsmHealedBy.Repair, Judge(repairedAt: 2).HealedBy);
    }

    [Fact]
    public void Judge_SilentToTheEnd_IsNotHealed()
    {
        Answer(0, 0);
        _wire.Meter.Finish(At(30), TimeSpan.FromSeconds(1));
        var row = Judge();
        Assert.Equal((NsmHealingVerdict.NotHealed, NsmHealedBy.Nobody), (row.Verdict, row.HealedBy));
        Assert.Null(row.TimeToHeal);
    }

    [Fact]
    public void Judge_ClientReplaced_IsARepairThoughNobodyAskedForOne()
    {
        Answer(0, 0);
        var next = Wire(key: Key with { Client = "nsc-2" }) with { Workload = "nsc" };
        Assert.True(_wire.IsReplacedBy(next));
        Assert.False(_wire.IsReplacedBy(next with { Workload = "other" }));
        _wire.ReplaceBy(next);
        _wire.Meter.Take(new WireSign.Started(At(4), next.Key));
        Answer(4, 0);
        var row = Judge();
        Assert.Equal((NsmHealedBy.Repair, "nsc-1", 79), (row.HealedBy, row.Client, row.Lost));
        Assert.Contains("nsc-2", row.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Picture_ShowsEachGapAndTheDisturbance()
    {
        Answer(0, 0);
        Answer(3, 60);
        var svg = HealingPicture.Write(new HealingRun([Judge()], At(0), At(10), At(1), null));
        var picture = System.Xml.Linq.XDocument.Parse(svg);
        var gap = Assert.Single(picture.Descendants(), item => (string?)item.Attribute("class") == "gap");
        Assert.Equal("210", (string?)gap.Attribute("width"));
        Assert.Contains("Deleting &lt;it&gt;", svg, StringComparison.Ordinal);
    }

    private NsmHealingResult Judge(double? maximum = null, double? repairedAt = null) => _wire.Judge("c", "Deleting <it>", At(1),
        repairedAt is { } repaired ? At(repaired) : null, maximum is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    private void Answer(double at, long number) => _wire.Meter.Take(new WireSign.Answered(At(at), Key, number, 0.2));
}
