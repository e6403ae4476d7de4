namespace NsmPS.Module.Tests.Sandbox;

/// <summary>NSM v1 by the commands, on a sandbox.</summary>
public sealed class NsmV1Tests(SandboxWorld world) : IClassFixture<SandboxWorld>
{
    [Fact]
    public void Commands_WholeLife_InstallProveAndRemove()
    {
        Assert.Equal("SpireNotFound,NsmPS.Commands.InstallNsmMeshCommand", world.Bad("Install-NsmMesh v1.18.0 -UseExistingSpire").FullyQualifiedErrorId);
        Assert.Equal("OptionInvalid,NsmPS.Commands.InstallNsmMeshCommand", world.Bad("Install-NsmMesh v0.2.1 -UseExistingSpire").FullyQualifiedErrorId);

        Assert.Equal(["Ready v1.18.0 vpp"], Lines("Install-NsmMesh v1.18.0", "\"$($_.State) $($_.Version) $($_.ForwardingPlane)\""));
        Assert.Equal("MeshConflict,NsmPS.Commands.InstallNsmMeshCommand", world.Bad("Install-NsmMesh").FullyQualifiedErrorId);
        Assert.Equal("SampleUnknown,NsmPS.Commands.NewNsmSampleAppCommand", world.Bad("New-NsmSampleApp vpp-icmp-responder").FullyQualifiedErrorId);
        Assert.Equal(["Ready ns-icmp-responder 4/4"], Lines("New-NsmSampleApp icmp-responder", "\"$($_.State) $($_.Namespace) $($_.ClientsWired)/$($_.Clients)\""));
        Assert.All(Lines("Test-NsmIcmpConnectivity", "\"$($_.Verdict) $($_.Endpoint.Length -gt 0)\""), line => Assert.Equal("Ok True", line));

        world.Good("Remove-NsmSampleApp icmp-responder; Uninstall-NsmMesh");
        Assert.Empty(world.Good("Get-NsmMesh"));
    }

    [Fact]
    public void Export_BothGenerations_HaveTheirSample()
    {
        Assert.Contains("namespace: ns-icmp-responder", world.Good("Export-NsmManifest v1.18.0 -SampleApp icmp-responder")[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ns-icmp-responder", world.Good("Export-NsmManifest -SampleApp icmp-responder")[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("kind: StatefulSet", world.Good("Export-NsmManifest v1.18.0")[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("kind: StatefulSet", world.Good("Export-NsmManifest v1.18.0 -UseExistingSpire")[0].ToString(), StringComparison.Ordinal);
    }

    private string[] Lines(string script, string text) => [.. world.Good($"{script} | ForEach-Object {{ {text} }}").Select(item => item.ToString())];
}
