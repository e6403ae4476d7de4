using NsmPS.Module.Tests.Sandbox;

namespace NsmPS.Module.Tests.Adapter;

/// <summary>Every sample by the adapter, as a Meshery server asks for it, on a sandbox.</summary>
[Collection(nameof(AdapterLifeTests))]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class AdapterSampleTests : IClassFixture<SandboxWorld>, IDisposable
{
    private readonly SandboxWorld _world;

    public AdapterSampleTests(SandboxWorld world)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs POSIX signals and permissions.");
        _world = world;
    }

    public void Dispose() => _world.Good("Stop-NsmAdapter -All -Timeout 5");

    [Fact]
    public void Mesh_InstalledWithOptions_StaysAsItIs()
    {
        _world.NoMesh();
        _world.Good("Install-NsmMesh v0.2.0 -ForwardingPlane kernel -Component jaeger -ImagePullPolicy Always -ImageTag v0.2.9");
        var address = _world.Column("Start-NsmAdapter -Port 0 -PassThru", "Address")[0];

        Assert.Equal(["Succeeded"], _world.Column("Invoke-NsmAdapterOperation network_service_mesh -Address $args[0] -Wait -PassThru", "State", address));

        Assert.Equal(["v0.2.0"], _world.Column("Get-NsmMeshHistory", "Version"));
        Assert.Equal(["True"], _world.Good("Compare-NsmMesh -Quiet").Select(answer => $"{answer}"));
        _world.NoMesh();
    }

    [Fact]
    public void NsmV1_MeshAndSamples_AreInstalledProvenAndRemoved()
    {
        const string Invoke = "Invoke-NsmAdapterOperation $args[0] -Address $args[1] -Wait -PassThru -Confirm:$false";
        _world.NoMesh();
        var address = _world.Column("Start-NsmAdapter -Port 0 -PassThru", "Address")[0];

        Assert.Equal(["Succeeded"], _world.Column($"{Invoke} -Version v1.18.0", "State", "network_service_mesh", address));
        foreach (var sample in (string[])["icmp-responder", "vpp-icmp-responder"])
        {
            Assert.Equal(["Succeeded"], _world.Column(Invoke, "State", $"nsm-{sample}-sample-app", address));
            Assert.Equal(Enumerable.Repeat("Ok", 4), _world.Column("Test-NsmIcmpConnectivity $args[0] -Count 2 -Interval 0.01", "Verdict", sample));
            Assert.Equal(["Succeeded"], _world.Column($"{Invoke} -Delete", "State", $"nsm-{sample}-sample-app", address));
        }

        Assert.Equal(["Succeeded"], _world.Column($"{Invoke} -Delete", "State", "network_service_mesh", address));
        Assert.Empty(_world.Good("Get-NsmMesh; Get-NsmResidue | Where-Object Kind -ne Node"));
    }

    [Fact]
    public void Samples_EveryKey_CreatesWhatCanBeProvenAndRemovesIt()
    {
        _world.NoMesh();
        _world.Good("Install-NsmMesh -ForwardingPlane vpp");
        var address = _world.Column("Start-NsmAdapter -Port 0 -PassThru", "Address")[0];
        var keys = _world.Column("Get-NsmAdapterOperation '*-sample-app' -Address $args[0]", "Key", address);
        Assert.Equal(["nsm-hello-nsm-sample-app", "nsm-icmp-responder-sample-app", "nsm-vpn-sample-app", "nsm-vpp-icmp-responder-sample-app"], keys.Order(StringComparer.Ordinal));

        foreach (var (key, sample, clients) in new[] { ("nsm-hello-nsm-sample-app", "hello-nsm", 1), ("nsm-vpn-sample-app", "vpn", 1), ("nsm-vpp-icmp-responder-sample-app", "vpp-icmp-responder", 4) })
        {
            Assert.Equal(["Succeeded"], _world.Column("Invoke-NsmAdapterOperation $args[0] -Address $args[1] -Wait -PassThru", "State", key, address));
            Assert.Equal(Enumerable.Repeat("Ok", clients), _world.Column("Test-NsmIcmpConnectivity $args[0] -Count 2 -Interval 0.01", "Verdict", sample));
            Assert.Equal(["Succeeded"], _world.Column("Invoke-NsmAdapterOperation $args[0] -Address $args[1] -Delete -Wait -PassThru -Confirm:$false", "State", key, address));
            Assert.Empty(_world.Good("Get-NsmSampleApp"));
        }
    }
}
