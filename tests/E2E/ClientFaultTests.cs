using NsmPS.E2E.World;
using static NsmPS.E2E.World.MeshWorld;

namespace NsmPS.E2E;

/// <summary>Wires that do not work, on clients that Kubernetes calls Ready.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClientFaultTests(MeshWorld world) : IAsyncLifetime
{
    public ValueTask InitializeAsync()
    {
        if (Settings.Kubeconfig is not null)
        {
            world.EnsureMesh();
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (Settings.Kubeconfig is not null)
        {
            await HealAsync();
            world.Run("Remove-NsmSampleApp icmp-responder -Timeout 120").ThrowIfFailed();
        }
    }

    [Fact]
    public async Task NoInjection_BeforeTheClients_IsRefusedBeforeAnythingIsCreated()
    {
        RequireLab();
        await Tool.LabAsync("fault", "no-injection", "on");

        var result = world.Run("New-NsmSampleApp icmp-responder -Timeout 30");

        Assert.StartsWith("MeshNotReady", (result.Ending ?? Assert.Single(result.Errors)).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("icmp-responder-nsc", await Tool.KubectlAsync("get", "deployments", "-n", "nsm-system", "-o", "name"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoInjection_OfRunningClients_IsVerdictNotInjectedAndStateNotInjected()
    {
        RequireCluster();
        world.EnsureSample();
        await RecreateClientsWithoutWebhookAsync();

        var rows = world.Ping();
        var app = world.One("Get-NsmSampleApp icmp-responder");

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal("NotInjected", Property(row, "Verdict")));
        Assert.Contains("eth0", Property(rows[0], "Detail"), StringComparison.Ordinal);
        Assert.Equal("NotInjected", Property(app, "State"));
        Assert.Equal("False", world.One("Test-NsmIcmpConnectivity -Quiet").ToString());

        world.EnsureSample();
        Assert.All(world.Ping(), row => Assert.Equal("Ok", Property(row, "Verdict")));
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
    public async Task DeadEndpoint_IsVerdictNoReplyWithTheNetworkOfThePod()
    {
        RequireLab();
        world.EnsureSample();
        await Tool.LabAsync("fault", "dead-endpoint", "on");
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);

        var rows = world.Ping("-Count 1 -Timeout 2");

        Assert.Equal(4, rows.Count);
        Assert.All(rows, row => Assert.Equal("NoReply", Property(row, "Verdict")));
        Assert.All(rows, row => Assert.Contains("172.16.1.", Property(row, "Detail"), StringComparison.Ordinal));
        Assert.All(rows, row => Assert.Equal("100", Property(row, "LossPercent")));
    }

    [Fact]
    public async Task Lossy_IsVerdictPartialLoss()
    {
        RequireLab();
        world.EnsureSample();
        await Tool.LabAsync("fault", "lossy", "on");
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);

        var rows = world.Ping("-Count 10 -Interval 0.1 -Timeout 2");

        Assert.Contains(rows, row => Property(row, "Verdict") == "PartialLoss");
    }

    [Fact]
    public async Task ForwarderKilled_WiresAreDeadWhilePodsStayReady()
    {
        RequireCluster();
        world.EnsureSample();
        var node = (await NodesAsync())[0];
        var pod = await Tool.KubectlAsync("get", "pods", "-n", "nsm-system", "-l", "app=nsm-kernel-plane", "--field-selector", $"spec.nodeName={node}", "-o", "name");
        await Tool.KubectlAsync("delete", "-n", "nsm-system", pod.Trim());
        world.Run("Wait-NsmMesh -Timeout 120").ThrowIfFailed();
        await Task.Delay(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);

        var rows = world.Ping("-Count 1 -Timeout 2");
        var ready = await Tool.KubectlAsync("get", "deployment", "icmp-responder-nsc", "-n", "nsm-system", "-o", "jsonpath={.status.readyReplicas}");

        Assert.Equal("4", ready);
        Assert.Contains(rows, row => Property(row, "Verdict") == "NoReply" && Property(row, "ClientNode") == node);
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
        Assert.Contains("file exists", error.ToString(), StringComparison.Ordinal);
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

        Assert.Equal("Ready", Property(world.One("New-NsmSampleApp icmp-responder -Spread Preferred -ClientReplicas 2 -Timeout 120"), "State"));
        Assert.All(world.Ping(), row => Assert.Equal("Ok Local", $"{Property(row, "Verdict")} {Property(row, "Locality")}"));
    }

    [Fact]
    public void NoClients_IsAnError()
    {
        RequireCluster();

        var result = world.Run("Test-NsmIcmpConnectivity");

        Assert.StartsWith("ClientsNotFound", (result.Ending ?? Assert.Single(result.Errors)).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherNamespace_IsRefused()
    {
        RequireCluster();

        var result = world.Run("New-NsmSampleApp icmp-responder -Namespace default");

        Assert.StartsWith("SampleNamespaceMismatch", (result.Ending ?? Assert.Single(result.Errors)).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    /// <summary>What happens when clients are created while the webhook is away: they run, Ready, without a wire.</summary>
    private static async Task RecreateClientsWithoutWebhookAsync()
    {
        var manifest = await Tool.KubectlAsync("get", "deployment", "icmp-responder-nsc", "-n", "nsm-system", "-o", "json");
        await Tool.KubectlAsync("scale", "deployment", "nsm-admission-webhook", "-n", "nsm-system", "--replicas=0");
        await Tool.KubectlAsync("wait", "pod", "-n", "nsm-system", "-l", "app=nsm-admission-webhook", "--for=delete", "--timeout=60s");
        await Tool.KubectlAsync("delete", "deployment", "icmp-responder-nsc", "-n", "nsm-system", "--cascade=foreground");
        await Tool.ApplyAsync(ClientManifest.WithoutInjectedParts(manifest));
        await Tool.KubectlAsync("rollout", "status", "deployment/icmp-responder-nsc", "-n", "nsm-system", "--timeout=90s");
        await Tool.KubectlAsync("scale", "deployment", "nsm-admission-webhook", "-n", "nsm-system", "--replicas=1");
        await Tool.KubectlAsync("rollout", "status", "deployment/nsm-admission-webhook", "-n", "nsm-system", "--timeout=90s");
    }
}
