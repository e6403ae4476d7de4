namespace NsmPS.Module.Tests.Sandbox;

/// <summary>Faults that meet an installation: each ends it with the right error, and when it is cleared the same command completes.</summary>
public sealed class InstallFaultTests : IClassFixture<SandboxWorld>, IDisposable
{
    private const string Install = "Install-NsmMesh -ForwardingPlane kernel -Timeout 2";

    private readonly SandboxWorld _world;

    public InstallFaultTests(SandboxWorld world) => _world = world;

    public void Dispose() => _world.NoMesh();

    [Theory]
    [InlineData("ImageFailure nsmd", "WaitTimedOut", "ImagePull")]
    [InlineData("SlowPods nsmgr -Delay 600", "WaitTimedOut", "its containers are being created")]
    [InlineData("PodCrash nsmgr", "WaitTimedOut", "CrashLoopBackOff")]
    [InlineData("NodeDown sandbox-node-3", "WaitTimedOut", "on node sandbox-node-3")]
    [InlineData("NoInjection", "InjectionNotWorking", "the server dry run came back unchanged")]
    public void Fault_InMidInstall_IsNamedAndTheSameCommandCompletes(string fault, string error, string reason)
    {
        _world.Good($"Set-NsmSandboxFault {fault}");

        var failure = _world.Bad(Install);

        Assert.Equal($"{error},NsmPS.Commands.InstallNsmMeshCommand", failure.FullyQualifiedErrorId);
        Assert.Contains(reason, failure.Exception.Message, StringComparison.Ordinal);
        _world.Good("Set-NsmSandboxFault -Clear");
        Assert.Equal(["Ready"], _world.Column("Install-NsmMesh -ForwardingPlane kernel -Timeout 20", "State"));
    }

    [Fact]
    public void StaleManager_InMidInstall_IsNamedAndANewInstallationIsWell()
    {
        _world.Good("Set-NsmSandboxFault StaleManager");

        Assert.Contains("is registered as 192.0.2.1:5001, which is not its pod's address", _world.Bad(Install).Exception.Message, StringComparison.Ordinal);

        // As with NSM itself, nothing corrects a registration but a new manager.
        _world.NoMesh();
        Assert.Equal(["Ready"], _world.Column("Install-NsmMesh -ForwardingPlane kernel", "State"));
    }

    [Fact]
    public void NoWire_Clients_AreMissingTheirsUntilMadeAnew()
    {
        _world.Good("Install-NsmMesh -ForwardingPlane kernel; Set-NsmSandboxFault NoWire");

        Assert.StartsWith("WireMissing,", _world.Bad("New-NsmSampleApp icmp-responder").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["NoWire", "NoWire", "NoWire", "NoWire"], _world.Column("Test-NsmIcmpConnectivity", "Verdict"));

        _world.Good("Set-NsmSandboxFault -Clear; Remove-NsmSampleApp icmp-responder");
        Assert.Equal(["Ready"], _world.Column("New-NsmSampleApp icmp-responder", "State"));
    }

    [Theory]
    [InlineData("WatchCut")]
    [InlineData("WatchExpired")]
    [InlineData("ServerRestart -Delay 1")]
    public void Interruption_InMidInstall_IsSurvived(string fault)
    {
        // The pods are slow enough for the fault to meet the wait.
        var states = _world.Column(
            $$"""
            Set-NsmSandboxFault SlowPods nsmgr -Delay 2
            $other = [runspacefactory]::CreateRunspace($Host, [initialsessionstate]::CreateDefault2()); $other.Open()
            $later = [powershell]::Create(); $later.Runspace = $other
            $null = $later.AddScript({ param($module, $address) Import-Module $module; [Threading.Thread]::Sleep(1000); Set-NsmSandboxFault {{fault}} -Address $address }).AddArgument((Get-Module NsmPS).Path).AddArgument($args[0])
            $running = $later.BeginInvoke()
            Install-NsmMesh -ForwardingPlane kernel -Timeout 30
            $null = $later.EndInvoke($running)
            if ($later.HadErrors) { throw $later.Streams.Error[0] }
            $other.Dispose()
            """, "State", _world.Address);

        Assert.Equal(["Ready"], states);
    }
}
