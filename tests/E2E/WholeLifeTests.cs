using NsmPS.E2E.World;

namespace NsmPS.E2E;

/// <summary>The five commands of the README, as a newcomer types them, in a process of their own.</summary>
[Collection(ClusterCollection.Name)]
[Turn(2)]
public class WholeLifeTests(MeshWorld world)
{
    // A kubelet counts the sockets of a mesh that is gone for five minutes.
    private const string Story =
        """
        $mesh = Install-NsmMesh -Version v0.2.1 -ForwardingPlane $args[0]
        "mesh $($mesh.State) $($mesh.Version) $($mesh.ImageTag) $($mesh.ForwardingPlane) $($mesh.Namespace)"
        $app = New-NsmSampleApp icmp-responder
        "app $($app.State) $($app.ClientsWired)/$($app.Clients) $($app.EndpointsRegistered)/$($app.Endpoints)"
        foreach ($row in Test-NsmIcmpConnectivity) {
            "row $($row.Verdict) $($row.Locality) $($row.Sent)/$($row.Received) $($row.ClientNode -eq $row.EndpointNode) " +
            "$($row.Endpoint.Length -gt 0)"
        }
        "quiet $(Test-NsmIcmpConnectivity -Quiet)"
        Remove-NsmSampleApp icmp-responder
        Uninstall-NsmMesh
        "end $($null -eq (Get-NsmMesh)) $(@(Get-NsmResidue | Where-Object Kind -ne Node).Count)"
        """;

    [Theory]
    [InlineData("kernel")]
    [InlineData("vpp")]
    public async Task FiveCommands_InPwsh_ProveEveryWireAndLeaveNothing(string plane)
    {
        world.EnsureNoMesh();
        var before = await ClusterSnapshot.NamesAsync();

        var lines = await Pwsh.StoryAsync(Story, plane);

        Assert.Contains($"mesh Ready v0.2.1 v0.2.0 {plane} nsm-system", lines);
        Assert.Contains("app Ready 4/4 2/2", lines);
        var rows = lines.Where(line => line.StartsWith("row ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, rows.Length);
        Assert.All(rows, row => Assert.Matches("^row Ok (Local 3/3 True|CrossNode 3/3 False) True$", row));
        Assert.Contains(rows, row => row.Contains("Local", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("CrossNode", StringComparison.Ordinal));
        Assert.Contains("quiet True", lines);
        Assert.Contains("end True 0", lines);
        Assert.Equal(before, await ClusterSnapshot.NamesAsync());
    }
}
