using NsmPS.E2E.World;

namespace NsmPS.E2E;

/// <summary>The adapter's whole life through its own commands.</summary>
[Collection(ClusterCollection.Name)]
public class AdapterStoryTests(MeshWorld world)
{
    [Fact]
    public async Task FourOperations_ThroughTheCommands_DoWhatTheySayAndLeaveNothing()
    {
        world.EnsureNoMesh();
        var before = await ClusterSnapshot.NamesAsync();
        var address = MeshWorld.Property(world.One("Start-NsmAdapter -Port 0 -PassThru"), "Address");
        try
        {
            Assert.DoesNotContain("Failed", MeshWorld.Column(world.Run("Test-NsmAdapter $args[0]", address).ThrowIfFailed().Output, "Outcome"));

            Assert.Equal("Succeeded", Invoke(address, "network_service_mesh"));
            Assert.Equal("Ready", MeshWorld.Property(world.One("Get-NsmMesh"), "State"));
            Assert.Equal("Succeeded", Invoke(address, "nsm-icmp-responder-sample-app"));
            Assert.Equal(["Ok", "Ok", "Ok", "Ok"], MeshWorld.Column(world.Ping(), "Verdict"));
            Assert.Equal("Succeeded", Invoke(address, "nsm-icmp-responder-sample-app", "-Delete"));
            Assert.Equal("Succeeded", Invoke(address, "network_service_mesh", "-Delete"));
        }
        finally
        {
            world.Run("Stop-NsmAdapter -Address $args[0]", address).ThrowIfFailed();
        }

        Assert.Equal(before, await ClusterSnapshot.NamesAsync());
    }

    private string Invoke(string address, string operation, string delete = "") =>
        MeshWorld.Property(world.One($"Invoke-NsmAdapterOperation $args[0] -Address $args[1] -Wait -PassThru -Confirm:$false -Timeout 300 {delete}", operation, address), "State");
}
