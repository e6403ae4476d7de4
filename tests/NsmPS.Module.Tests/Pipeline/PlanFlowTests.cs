using System.Management.Automation;
using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests.Pipeline;

/// <summary>Questions, which only a host of one's own can answer, and what happens on several clusters at the same time.</summary>
public sealed class PlanFlowTests : IDisposable
{
    private readonly ModuleEngine _engine = ModuleEngine.StartWithProbe();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(0, "result of here")]
    [InlineData(2, null)]
    public void Confirm_OneCluster_AsksOnceWithTheSummary(int answer, string? output)
    {
        var result = _engine.Answering(answer).Run("Invoke-ProbePlan -Confirm").ThrowIfFailed();

        var question = Assert.Single(result.Questions);
        Assert.StartsWith("Probe things on cluster here at https://probe: 2 to create, 1 to update.", question, StringComparison.Ordinal);
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
    [InlineData("", "ObjectFailed", "b: The probe failed.")]
    [InlineData("-Failure Defect", "InternalError", "b: ")]
    public void Run_OneOfSeveralClustersFailsInTheMiddle_TheOthersGoOnAndTheErrorNamesIt(string parameters, string id, string message)
    {
        var result = _engine.Run($"Invoke-ProbePlan -Context a, b, c -FailRun b {parameters}");

        Assert.Null(result.Ending);
        var error = Assert.Single(result.Errors);
        Assert.Equal($"{id},NsmPS.Probe.InvokeProbePlanCommand", error.FullyQualifiedErrorId);
        Assert.StartsWith(message, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(["result of a", "result of c"], result.Text.Order());
    }

    [Fact]
    public void Run_OnlyAgreedClusterOfSeveralFails_ThatIsNotTerminating()
    {
        var result = _engine.Answering(2, 0).Run("Invoke-ProbePlan -Context a, b -FailRun b -Confirm");

        Assert.Null(result.Ending);
        Assert.Single(result.Errors);
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
}
