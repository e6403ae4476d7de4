using NsmPS.E2E.World;

namespace NsmPS.E2E;

/// <summary>Plans change nothing and say what would be done.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, ClusterCollection.Second)]
[Turn(11)]
public class PlanTests(MeshWorld world)
{
    [Fact]
    public async Task WhatIf_EmptyCluster_ChangesNothingAndPrintsThePlan()
    {
        world.EnsureNoMesh();
        var before = await ClusterSnapshot.VersionsAsync();

        var result = world.Run("Install-NsmMesh v0.2.1 -ForwardingPlane kernel -WhatIf").ThrowIfFailed();

        Assert.Equal(before, await ClusterSnapshot.VersionsAsync());
        var text = string.Join('\n', result.Host);
        Assert.Contains("Create DaemonSet/nsm-system/nsmgr", text, StringComparison.Ordinal);
        Assert.Contains("Create MutatingWebhookConfiguration/nsm-admission-webhook-cfg", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", text, StringComparison.Ordinal);
    }

    [Fact]
    [Turn(1)]
    public async Task WhatIf_InstalledMesh_ChangesNothing()
    {
        world.EnsureMesh();
        world.EnsureNoSample();
        var before = await ClusterSnapshot.VersionsAsync();

        var install = world.Run("Install-NsmMesh v0.2.1 -ForwardingPlane kernel -WhatIf").ThrowIfFailed();
        var sample = world.Run("New-NsmSampleApp icmp-responder -WhatIf").ThrowIfFailed();
        var removal = world.Run("Uninstall-NsmMesh -WhatIf").ThrowIfFailed();

        Assert.Equal(before, await ClusterSnapshot.VersionsAsync());
        Assert.Contains("unchanged", string.Join('\n', install.Host), StringComparison.Ordinal);
        Assert.Contains("Create Deployment/nsm-system/icmp-responder-nsc", string.Join('\n', sample.Host), StringComparison.Ordinal);
        Assert.Contains("Delete DaemonSet/nsm-system/nsmgr", string.Join('\n', removal.Host), StringComparison.Ordinal);
    }

    [Fact]
    [Turn(1)]
    public async Task Install_Twice_ChangesNothingTheSecondTime()
    {
        world.EnsureMesh();
        var before = await ClusterSnapshot.VersionsAsync();

        world.EnsureMesh();

        Assert.Equal(before, await ClusterSnapshot.VersionsAsync());
    }

    [Fact]
    [Turn(1)]
    public async Task Plan_ClusterMovedOn_IsRefused()
    {
        world.EnsureMesh();
        var plan = world.One("Install-NsmMesh v0.2.1 -ForwardingPlane kernel -ImageTag v0.2.0 -WhatIf -PassThru");
        using (var api = new ClusterApi())
        {
            await api.AnnotateAsync("/api/v1/namespaces/nsm-system/services/nsm-admission-webhook-svc", "e2e", $"{Guid.NewGuid():N}");
        }

        var result = world.Run("Install-NsmMesh -Plan $args[0]", plan);

        Assert.StartsWith("PlanOutdated", (result.Ending ?? Assert.Single(result.Errors)).FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
