using NsmPS.E2E.World;

namespace NsmPS.E2E;

/// <summary>The samples beside icmp-responder, side by side on a mesh that forwards by VPP: created, proven and removed.</summary>
[Collection(ClusterCollection.Name)]
[Turn(1)]
public class EverySampleTests(MeshWorld world)
{
    private const string Story =
        """
        $null = Install-NsmMesh -ForwardingPlane vpp
        $samples = 'vpp-icmp-responder', 'hello-nsm', 'vpn'
        foreach ($name in $samples) {
            $app = New-NsmSampleApp $name
            "app $($app.Name) $($app.State) $($app.ClientsWired)/$($app.Clients) $($app.EndpointsRegistered)/$($app.Endpoints)"
        }
        foreach ($name in $samples) {
            foreach ($row in Test-NsmIcmpConnectivity $name) {
                "row $name $($row.Verdict) $($row.Sent)/$($row.Received) $($row.Locality -ne 'Unknown') $($row.Checks)"
            }
        }
        foreach ($name in $samples) { Remove-NsmSampleApp $name -NoWait }
        foreach ($name in $samples) { Remove-NsmSampleApp $name }
        "left $(@(Get-NsmSampleApp).Count)"
        Uninstall-NsmMesh
        """;

    [Fact]
    public async Task EverySample_InPwsh_IsProvenAndLeavesNothing()
    {
        world.EnsureNoMesh();
        var before = await ClusterSnapshot.NamesAsync();

        var lines = await Pwsh.StoryAsync(Story);

        Assert.Equal(
            [
                "app vpp-icmp-responder Ready 4/4 2/2", "app hello-nsm Ready 1/1 1/1", "app vpn Ready 1/1 5/5",
                "row vpp-icmp-responder Ok 3/3 True", "row vpp-icmp-responder Ok 3/3 True", "row vpp-icmp-responder Ok 3/3 True",
                "row vpp-icmp-responder Ok 3/3 True",
                "row hello-nsm Ok 3/3 True page over the wire: passed page over the Service: passed",
                "row vpn Ok 3/3 True port 80 is open: passed port 8080 is blocked: passed",
                "left 0",
            ],
            lines);
        Assert.Equal(before, await ClusterSnapshot.NamesAsync());
    }
}
