using System.Management.Automation;
using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests.Pipeline;

public sealed class PlanFlowTests : IDisposable
{
    private readonly ModuleEngine _engine = ModuleEngine.StartWithProbe();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void WhatIf_OneCluster_PrintsThePlanAndDoesNothing()
    {
        var result = _engine.Run("Invoke-ProbePlan -WhatIf").ThrowIfFailed();

        string[] expected =
        [
            "What if: Probe things on cluster here",
            "  first",
            "    Create Namespace/probe",
            "  second",
            "    Create Deployment/probe/one (not yet provable by the server)",
            "    Update Deployment/probe/two (spec.replicas)",
            "  A remark.",
            "  In sum: 2 to create, 1 to update.",
        ];
        Assert.Equal(expected, string.Join('\n', result.Host).Split('\n'));
        Assert.Empty(result.Output);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void WhatIf_WithPassThru_WritesThePlan()
    {
        var result = _engine.Run("Invoke-ProbePlan -WhatIf -PassThru").ThrowIfFailed();

        Assert.Equal("NsmPS.NsmPlan", Assert.Single(result.Output).TypeNames[0]);
    }

    [Fact]
    public void Plan_SameAsNow_IsCarriedOut()
    {
        var result = _engine.Run("$plan = Invoke-ProbePlan -Context a -WhatIf -PassThru; Invoke-ProbePlan -Plan $plan; $plan | "
            + "Invoke-ProbePlan").ThrowIfFailed();

        Assert.Equal(["result of a", "result of a"], result.Text);
    }

    [Fact]
    public void Plan_OtherThanNow_IsRefused()
    {
        var result = _engine.Run("$plan = Invoke-ProbePlan -WhatIf -PassThru; $plan.Items = [NsmPS.NsmPlanItem[]]@($plan.Items[0]); "
            + "Invoke-ProbePlan -Plan $plan");

        Assert.Equal("PlanOutdated,NsmPS.Probe.InvokeProbePlanCommand", result.Ending?.FullyQualifiedErrorId);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData(0, "result of here")]
    [InlineData(2, null)]
    public void Confirm_OneCluster_AsksOnceWithTheSummary(int answer, string? output)
    {
        var result = _engine.Answering(answer).Run("Invoke-ProbePlan -Confirm").ThrowIfFailed();

        var question = Assert.Single(result.Questions);
        Assert.StartsWith("Probe things on cluster here: 2 to create, 1 to update.", question, StringComparison.Ordinal);
        Assert.Contains("A remark.", question, StringComparison.Ordinal);
        Assert.Equal(output is null ? [] : [output], result.Text);
    }

    [Fact]
    public void Confirm_SeveralClusters_AsksOneAfterTheOtherAndDoesWhatWasAgreed()
    {
        string[] names = ["a", "b", "c"];

        var result = _engine.Answering(0, 2, 0).Run("Invoke-ProbePlan -Context a, b, c -Confirm").ThrowIfFailed();

        Assert.Equal(names, result.Questions.Select(question => question.Split("on cluster ")[1][..1]));
        Assert.Equal(["result of a", "result of c"], result.Text.Order());
    }

    [Fact]
    public void Run_SeveralClusters_ArePlannedAndCarriedOutAtTheSameTime()
    {
        var result = _engine.Run("Invoke-ProbePlan -Context a, b, c -MeetingOf 3").ThrowIfFailed();

        Assert.Equal(["result of a", "result of b", "result of c"], result.Text.Order());
    }

    [Theory]
    [InlineData("-FailPlan b", "The probe was told to fail.")]
    [InlineData("-FailRun b", "The probe failed.")]
    public void Run_OneOfSeveralClustersFails_TheOthersGoOnAndTheErrorNamesIt(string parameters, string message)
    {
        var result = _engine.Run($"Invoke-ProbePlan -Context a, b, c {parameters}");

        Assert.Null(result.Ending);
        var error = Assert.Single(result.Errors);
        Assert.Equal("ObjectFailed,NsmPS.Probe.InvokeProbePlanCommand", error.FullyQualifiedErrorId);
        Assert.Equal($"b: {message}", error.ErrorDetails.Message);
        Assert.Equal(["result of a", "result of c"], result.Text.Order());
    }

    [Fact]
    public void Run_OneOfSeveralClustersHasADefect_TheOthersGoOn()
    {
        var result = _engine.Run("Invoke-ProbePlan -Context a, b -FailRun b -Failure Defect");

        Assert.Equal("InternalError,NsmPS.Probe.InvokeProbePlanCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal(["result of a"], result.Text);
    }

    [Fact]
    public void Run_OnlyAgreedClusterOfSeveralFails_ThatIsNotTerminating()
    {
        var result = _engine.Answering(2, 0).Run("Invoke-ProbePlan -Context a, b -FailRun b -Confirm");

        Assert.Null(result.Ending);
        Assert.Single(result.Errors);
    }

    [Fact]
    public void Run_OnlyClusterFails_ThatIsTerminating()
    {
        var result = _engine.Run("try { Invoke-ProbePlan -Context a -FailRun a -ErrorAction Continue } catch { \"caught "
            + "$($_.FullyQualifiedErrorId)\" }");

        Assert.Equal(["caught ObjectFailed,NsmPS.Probe.InvokeProbePlanCommand"], result.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-FailRun here")]
    [InlineData("-FailRun here -Failure Defect")]
    public void Run_HoweverItEnds_ProgressIsCompleted(string parameters)
    {
        var result = _engine.Run($"try {{ Invoke-ProbePlan {parameters} }} catch {{ }}");

        Assert.Contains(result.Progress, record => record.RecordType == ProgressRecordType.Processing && record.PercentComplete == 10);
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
        Assert.Single(result.Progress.Select(record => record.ActivityId).Distinct());
    }

    [Fact]
    public void Run_Events_BecomeVerboseAndWarnings()
    {
        var result = _engine.Run("Invoke-ProbePlan -Verbose -Context a").ThrowIfFailed();

        Assert.Contains("a: Create Deployment/probe/one", result.Verbose);
        Assert.Contains("a: Deployment/probe/one is Pending (0 of 1 ready)", result.Verbose);
        Assert.Contains("a: All is there.", result.Verbose);
        Assert.Equal(["a: Something to know."], result.Warnings);
        Assert.Equal(["a: All is there."], result.Information);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("-PassThru", 1)]
    public void Run_Removal_IsSilentUnlessAskedForThePlan(string parameters, int count)
    {
        var result = _engine.Run($"Invoke-ProbePlan -Removal {parameters}").ThrowIfFailed();

        Assert.Equal(count, result.Output.Count);
    }

    [Fact]
    public void Run_PlanningTakesTooLong_SaysThatNothingWasChanged()
    {
        var result = _engine.Run("Invoke-ProbePlan -Context a -HangPlan a -Timeout 0.3");

        Assert.Equal("WaitTimedOut,NsmPS.Probe.InvokeProbePlanCommand", result.Ending?.FullyQualifiedErrorId);
        Assert.Contains("nothing was changed", result.Ending?.ErrorDetails.Message, StringComparison.Ordinal);
    }
}
