using System.Management.Automation;
using NsmPS.E2E.World;
using static NsmPS.E2E.World.MeshWorld;

namespace NsmPS.E2E;

/// <summary>Clients that cannot get a wire, or must not be made.</summary>
[Collection(ClusterCollection.Name)]
[Turn(9)]
public sealed class ClientFaultTests(MeshWorld world) : IAsyncLifetime
{
    public ValueTask InitializeAsync()
    {
        if (Settings.Kubeconfig is not null)
        {
            world.EnsureMesh();
            world.EnsureNoSample();
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (Settings.Kubeconfig is not null)
        {
            await HealAsync();
            world.EnsureNoSample();
        }
    }

    [Fact]
    public async Task NoInjection_BeforeTheClients_IsRefusedBeforeAnythingIsCreated()
    {
        RequireLab();
        await Tool.LabAsync("fault", "no-injection", "on");

        var result = world.Run("New-NsmSampleApp icmp-responder -Timeout 30");

        Assert.StartsWith("MeshNotReady", (result.Ending ?? Assert.Single(result.Errors)).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("icmp-responder-nsc", await Tool.KubectlAsync("get", "deployments", "-n", "nsm-system", "-o", "name"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task WebhookDown_MeshIsNotReadyAndSaysWhy()
    {
        RequireCluster();
        await Tool.KubectlAsync("scale", "deployment", "nsm-admission-webhook", "-n", "nsm-system", "--replicas=0");
        using (world.Preparation())
        {
            await Tool.KubectlAsync("wait", "pod", "-n", "nsm-system", "-l", "app=nsm-admission-webhook", "--for=delete", "--timeout=60s");
        }

        var mesh = world.One("Get-NsmMesh");
        var sample = world.Run("New-NsmSampleApp icmp-responder");

        Assert.Equal("Pending", Property(mesh, "State"));
        Assert.Equal("False", Property(mesh, "Injecting"));
        Assert.Contains("not injected", Property(mesh, "Message"), StringComparison.Ordinal);
        Assert.StartsWith("MeshNotReady", (sample.Ending ?? Assert.Single(sample.Errors)).FullyQualifiedErrorId, StringComparison.Ordinal);

        world.EnsureMesh();
        Assert.Equal("True", Property(world.One("Get-NsmMesh"), "Injecting"));
    }

    [Fact]
    public async Task NoWire_InjectedClients_IsErrorAndVerdictNoWire()
    {
        RequireLab();
        await Tool.LabAsync("fault", "no-wire", "on");

        var result = world.Run("New-NsmSampleApp icmp-responder -Timeout 60");

        Assert.StartsWith("WireMissing", (result.Ending ?? Assert.Single(result.Errors)).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.All(world.Ping(), row => Assert.Equal("NoWire", Property(row, "Verdict")));
        Assert.Equal("NoWire", Property(world.One("Get-NsmSampleApp icmp-responder"), "State"));
    }

    [Fact]
    public async Task LeftoverLinks_NewClientsNameTheReason()
    {
        RequireLab();
        foreach (var node in await NodesAsync())
        {
            await Tool.LabAsync("links", node, "add");
        }

        var result = world.Run("New-NsmSampleApp icmp-responder -Timeout 30");

        var error = result.Ending ?? Assert.Single(result.Errors);
        Assert.Matches("^(ObjectFailed|WaitTimedOut)", error.FullyQualifiedErrorId);
        Assert.Contains("nsm-init-container", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("file exists", Property(PSObject.AsPSObject(error.Exception), "Detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneNodeOnly_RequiredSpread_IsRefusedAndPreferredWorks()
    {
        RequireCluster();
        foreach (var node in (await NodesAsync()).Skip(1))
        {
            await Tool.KubectlAsync("cordon", node);
        }

        var refused = world.Run("New-NsmSampleApp icmp-responder");
        Assert.StartsWith("NodesTooFew", (refused.Ending ?? Assert.Single(refused.Errors)).FullyQualifiedErrorId, StringComparison.Ordinal);

        Assert.Equal("Ready",
            Property(world.One("New-NsmSampleApp icmp-responder -Spread Preferred -ClientReplicas 2 -Timeout 120"), "State"));
        Assert.All(world.Ping(), row => Assert.Equal("Ok Local", $"{Property(row, "Verdict")} {Property(row, "Locality")}"));
    }

    [Fact]
    public void NoClients_IsAnError()
    {
        RequireCluster();

        var result = world.Run("Test-NsmIcmpConnectivity");

        Assert.StartsWith("ClientsNotFound", (result.Ending ?? Assert.Single(result.Errors)).FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }

    [Fact]
    public void OtherNamespace_IsRefused()
    {
        RequireCluster();

        var result = world.Run("New-NsmSampleApp icmp-responder -Namespace default");

        Assert.StartsWith("SampleNamespaceMismatch", (result.Ending ?? Assert.Single(result.Errors)).FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }
}
