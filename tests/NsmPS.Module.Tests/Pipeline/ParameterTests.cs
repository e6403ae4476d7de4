using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests.Pipeline;

public sealed class ParameterTests : IDisposable
{
    private readonly ModuleEngine _engine = ModuleEngine.StartWithProbe();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("soon")]
    [InlineData("''")]
    [InlineData("$null")]
    [InlineData("86401")]
    [InlineData("([double]::NaN)")]
    [InlineData("1e300")]
    [InlineData("'-00:00:05'")]
    [InlineData("([timespan]::Zero)")]
    [InlineData("(@{})")]
    public void Timeout_Impossible_IsRefusedWithOneId(string value)
    {
        var result = _engine.Run($"Invoke-ProbePlan -Timeout {value}");

        Assert.Equal("TimeoutInvalid,NsmPS.Probe.InvokeProbePlanCommand", result.Ending?.FullyQualifiedErrorId);
        Assert.Equal("Timeout", result.Ending?.TargetObject);
    }

    [Theory]
    [InlineData("90")]
    [InlineData("1.5")]
    [InlineData("'90'")]
    [InlineData("'1.5'")]
    [InlineData("'00:01:30'")]
    [InlineData("([timespan]'0:1:30')")]
    [InlineData("([decimal]90)")]
    [InlineData("86400")]
    public void Timeout_TimeSpanOrSeconds_IsTaken(string value)
    {
        var result = _engine.Run($"Invoke-ProbePlan -Timeout {value}").ThrowIfFailed();

        Assert.Equal(["result of here"], result.Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void ThrottleLimit_BelowOne_IsRefused(int limit)
    {
        var result = _engine.Run($"Invoke-ProbePlan -ThrottleLimit {limit}");

        Assert.Equal("OptionInvalid,NsmPS.Probe.InvokeProbePlanCommand", result.Ending?.FullyQualifiedErrorId);
    }

    [Fact]
    public void Context_GivenTwice_IsWorkedOnOnce()
    {
        var result = _engine.Run("Invoke-ProbePlan -Context a, a").ThrowIfFailed();

        Assert.Equal(["result of a"], result.Text);
    }

    [Fact]
    public void Kubeconfig_OfAnotherProvider_IsRefused()
    {
        var result = _engine.Run("Invoke-ProbePlan -Kubeconfig env:PATH");

        Assert.Equal("KubeconfigNotFound,NsmPS.Probe.InvokeProbePlanCommand", result.Ending?.FullyQualifiedErrorId);
    }
}
