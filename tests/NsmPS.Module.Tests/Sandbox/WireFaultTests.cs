using System.Diagnostics;

namespace NsmPS.Module.Tests.Sandbox;

/// <summary>Faults on a sandbox with a mesh and its sample: each shows as the right verdict or error, and is over when it is cleared.</summary>
public sealed class WireFaultTests : IClassFixture<SandboxWorld>, IDisposable
{
    private const string Ping = "Test-NsmIcmpConnectivity -Count 3 -Interval 0.01 -Timeout 2";

    private readonly SandboxWorld _world;

    public WireFaultTests(SandboxWorld world)
    {
        _world = world;
        world.Sample();
    }

    public void Dispose()
    {
        _world.Good("Set-NsmSandboxFault -Clear");
        Assert.Equal(["Ok", "Ok", "Ok", "Ok"], Settled(() => _world.Column(Ping, "Verdict"), verdicts => verdicts.All(verdict => verdict == "Ok")));
        Assert.Equal(["Ready"], Settled(() => _world.Column("Get-NsmMesh", "State"), states => states is ["Ready"]));
    }

    [Fact]
    public void WireLoss_AThird_IsPartialLoss()
    {
        _world.Good("Set-NsmSandboxFault WireLoss -Loss 34");

        Assert.Equal(["33.3", "33.3", "33.3", "33.3"], _world.Column(Ping + " | ForEach-Object { [pscustomobject]@{ Loss = '{0:0.0}' -f $_.LossPercent; Verdict = $_.Verdict } }", "Loss"));
        Assert.All(_world.Column(Ping, "Verdict"), verdict => Assert.Equal("PartialLoss", verdict));
    }

    [Fact]
    public void WireLoss_AllOfOneClient_IsNoReplyForItAlone()
    {
        var client = _world.Column(Ping, "Client")[0];
        _world.Good("Set-NsmSandboxFault WireLoss $args[0]", client);

        var verdicts = _world.Column(Ping + " | ForEach-Object { [pscustomobject]@{ Line = \"$($_.Client) $($_.Verdict)\" } }", "Line");

        Assert.Equal([$"{client} NoReply"], verdicts.Where(line => !line.EndsWith(" Ok", StringComparison.Ordinal)));
    }

    [Fact]
    public void NodeDown_ANodeWithAClient_ShowsInMeshAndPings()
    {
        var node = _world.Column(Ping, "ClientNode")[0];
        _world.Good("Set-NsmSandboxFault NodeDown $args[0]", node);

        AssertSettles("Get-NsmMesh", "Pending", $"NodeNotReady on node {node}");
        Assert.Contains("ExecFailed", _world.Column(Ping, "Verdict"));
    }

    [Fact]
    public void PodCrash_Clients_IsAFailedSample()
    {
        _world.Good("Set-NsmSandboxFault PodCrash icmp-responder-nsc");

        AssertSettles("Get-NsmSampleApp icmp-responder", "Failed", "CrashLoopBackOff");
    }

    [Theory]
    [InlineData("Latency -Delay 0.5", 0.5)]
    [InlineData("TooManyRequests -RetryAfter 1 -Count 1", 1)]
    [InlineData("DroppedConnection -Count 1", 0)]
    public void Requests_DisturbedForAWhile_AreRepeated(string fault, double seconds)
    {
        _world.Good($"Set-NsmSandboxFault {fault}");
        var clock = Stopwatch.StartNew();

        Assert.Equal(["Ready"], _world.Column("Get-NsmMesh", "State"));

        Assert.True(clock.Elapsed >= TimeSpan.FromSeconds(seconds), $"{clock.Elapsed}");
    }

    [Fact]
    public void ServerError_Always_IsTheServersRefusal()
    {
        _world.Good("Set-NsmSandboxFault ServerError -RequestPath /daemonsets");

        var error = _world.Bad("Get-NsmMesh");

        Assert.StartsWith("ApiRequestFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("this fault was asked for", error.Exception.Message, StringComparison.Ordinal);
    }

    /// <summary>State and message of one and the same answer: between two answers the cluster goes on.</summary>
    private void AssertSettles(string command, string state, string message)
    {
        var line = Assert.Single(Settled(
            () => _world.Column(command + " | ForEach-Object { [pscustomobject]@{ Line = \"$($_.State): $($_.Message)\" } }", "Line"),
            lines => lines is [var only] && only.StartsWith(state, StringComparison.Ordinal) && only.Contains(message, StringComparison.Ordinal)));
        Assert.StartsWith(state, line, StringComparison.Ordinal);
        Assert.Contains(message, line, StringComparison.Ordinal);
    }

    /// <summary>What a question answers once it is settled, at most ten seconds later.</summary>
    private static T Settled<T>(Func<T> ask, Func<T, bool> settled)
    {
        var clock = Stopwatch.StartNew();
        T answer;
        do
        {
            answer = ask();
        }
        while (!settled(answer) && clock.Elapsed < TimeSpan.FromSeconds(10));
        return answer;
    }
}
