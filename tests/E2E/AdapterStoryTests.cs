using NsmPS.E2E.World;

namespace NsmPS.E2E;

/// <summary>The adapter's whole life through its own commands.</summary>
[Collection(ClusterCollection.Name)]
[Turn(3)]
public class AdapterStoryTests(MeshWorld world)
{
    private static readonly string[] s_samples = ["nsm-hello-nsm-sample-app", "nsm-vpp-icmp-responder-sample-app"];

    [Fact]
    public async Task EveryOperation_ThroughTheCommands_DoesWhatItSaysAndLeavesNothing()
    {
        world.EnsureNoMesh();
        var before = await ClusterSnapshot.NamesAsync();
        var address = MeshWorld.Property(world.One("Start-NsmAdapter -Port 0 -PassThru"), "Address");
        try
        {
            Assert.DoesNotContain("Failed",
                MeshWorld.Column(world.Run("Test-NsmAdapter $args[0]", address).ThrowIfFailed().Output, "Outcome"));

            Assert.Equal("Succeeded", Invoke(address, "network_service_mesh"));
            Assert.Equal("Ready", MeshWorld.Property(world.One("Get-NsmMesh"), "State"));
            Assert.All(s_samples, sample => Assert.Equal("Succeeded", Invoke(address, sample)));
            Assert.Equal(["1 hello-nsm", "4 vpp-icmp-responder"], Proven());
            Assert.All(s_samples, sample => Assert.Equal("Succeeded", Invoke(address, sample, "-Delete")));
            Assert.Equal("Succeeded", Invoke(address, "network_service_mesh", "-Delete"));
        }
        finally
        {
            world.Run("Stop-NsmAdapter -Address $args[0]", address).ThrowIfFailed();
        }

        Assert.Equal(before, await ClusterSnapshot.NamesAsync());
    }

    /// <summary>How many clients of each sample a ping found good.</summary>
    private IEnumerable<string> Proven() =>
        world.Texts("Get-NsmSampleApp | ForEach-Object { \"$(@(Test-NsmIcmpConnectivity $_.Name -Count 1 | Where-Object Verdict -eq "
            + "Ok).Count) $($_.Name)\" }").Order(StringComparer.Ordinal);

    private string Invoke(string address, string operation, string delete = "") =>
        MeshWorld.Property(world.One("Invoke-NsmAdapterOperation $args[0] -Address $args[1] -Wait -PassThru -Confirm:$false -Timeout "
            + $"300 {delete}", operation, address), "State");
}
