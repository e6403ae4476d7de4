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
        Assert.Equal("SampleUnknown,NsmPS.Commands.NewNsmSampleAppCommand", world.Bad("New-NsmSampleApp vpn").FullyQualifiedErrorId);
        Assert.Equal(["Ready ns-icmp-responder 4/4"], Lines("New-NsmSampleApp icmp-responder", "\"$($_.State) $($_.Namespace) $($_.ClientsWired)/$($_.Clients)\""));
        Assert.All(Lines("Test-NsmIcmpConnectivity", "\"$($_.Verdict) $($_.Endpoint.Length -gt 0)\""), line => Assert.Equal("Ok True", line));
        TopologyIsWhatPingsShow();
        SharedMemoryIsWhatPingsShow();
        Assert.Equal(["Passed", "Skipped"], Lines("Test-NsmMesh", "$_.Outcome").Distinct().Order());
        Assert.Equal(["nothing to do"], Lines("Repair-NsmMesh -WhatIf -PassThru", "$_.Summary"));

        world.Good("Get-NsmSampleApp | Remove-NsmSampleApp; Uninstall-NsmMesh");
        Assert.Empty(world.Good("Get-NsmMesh; Get-NsmResidue"));
    }

    [Fact]
    public void Export_BothGenerations_HaveTheirSample()
    {
        Assert.Contains("namespace: ns-icmp-responder", world.Good("Export-NsmManifest v1.18.0 -SampleApp icmp-responder")[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ns-icmp-responder", world.Good("Export-NsmManifest -SampleApp icmp-responder")[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("kind: StatefulSet", world.Good("Export-NsmManifest v1.18.0")[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("kind: StatefulSet", world.Good("Export-NsmManifest v1.18.0 -UseExistingSpire")[0].ToString(), StringComparison.Ordinal);
    }

    private void TopologyIsWhatPingsShow()
    {
        const string Wire = "\"$($_.Client) $($_.ClientNode) $($_.ClientAddress) $($_.Endpoint) $($_.EndpointNode) $($_.Locality)\"";
        Assert.Equal(Lines("Test-NsmIcmpConnectivity -Count 1", Wire).Order(), Lines("Get-NsmConnection -State Up", Wire).Order());
        Assert.Equal(["nsm-1 icmp-responder Pods"], Lines("Get-NsmConnection", "\"$($_.ClientInterface) $($_.NetworkService) $($_.Source)\"").Distinct());
        Assert.Equal(["icmp-responder ns-icmp-responder ETHERNET 2 2 4"], Lines("Get-NsmNetworkService", "\"$($_.Name) $($_.Namespace) $($_.Payload) $($_.Endpoints.Count) $($_.EndpointsRunning) $($_.Clients)\""));
        Assert.Equal(["RUNNING False True True", "RUNNING False True True"], Lines("Get-NsmEndpoint", "\"$($_.State) $($_.Orphan) $($_.Name -eq $_.Pod) $($_.Node.Length -gt 0)\""));
        Assert.Equal(["Ready icmp-responder-nsc True 1"], Lines("Get-NsmClient", "\"$($_.State) $($_.Workload) $($_.Injected) $($_.WireAddresses.Count)\"").Distinct());
        Assert.Equal(4, world.Good("Export-NsmTopology -Format Mermaid -Ping")[0].ToString()!.Split("ping Ok").Length - 1);
    }

    private void SharedMemoryIsWhatPingsShow()
    {
        const string Wire = "\"$($_.Client) $($_.ClientAddress) $($_.Endpoint) $($_.EndpointAddress) $($_.Locality)\"";
        const string Wires = "Get-NsmConnection -State Up | Where-Object NetworkService -eq vpp-icmp-responder";
        Assert.Equal(["Ready ns-vpp-icmp-responder 4/4 2/2"], Lines("New-NsmSampleApp vpp-icmp-responder", "\"$($_.State) $($_.Namespace) $($_.ClientsWired)/$($_.Clients) $($_.EndpointsRegistered)/$($_.Endpoints)\""));
        var pings = Lines("Test-NsmIcmpConnectivity vpp-icmp-responder", Wire + " + \" $($_.Mechanism) $($_.Verdict)\"");
        Assert.Equal(4, pings.Length);
        Assert.All(pings, line => Assert.Matches(@"^\S+ 172\.16\.1\.\d+/32 vpp-icmp-responder-nse-\S+ 172\.16\.1\.\d+ (Local|CrossNode) memif Ok$", line));
        Assert.Equal(pings.Select(line => line.Replace(" memif Ok", "", StringComparison.Ordinal).Replace("/32", "", StringComparison.Ordinal)).Order(), Lines(Wires, Wire).Select(line => line.Replace("/32", "", StringComparison.Ordinal)).Order());
        Assert.Equal(["Ready vpp-icmp-responder-nsc 1"], Lines("Get-NsmClient vpp-*", "\"$($_.State) $($_.Workload) $($_.WireAddresses.Count)\"").Distinct());
    }

    private string[] Lines(string script, string text) => [.. world.Good($"{script} | ForEach-Object {{ {text} }}").Select(item => item.ToString())];
}
