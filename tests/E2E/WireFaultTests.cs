using NsmPS.E2E.World;
using static NsmPS.E2E.World.MeshWorld;

namespace NsmPS.E2E;

/// <summary>Wires that do not work, on clients that Kubernetes calls Ready. All tests use
/// one sample, which each leaves as it found it.</summary>
[Collection(ClusterCollection.Name)]
[Turn(8)]
public sealed class WireFaultTests(MeshWorld world) : IAsyncLifetime
{
    public ValueTask InitializeAsync()
    {
        if (Settings.Kubeconfig is not null)
        {
            world.EnsureMesh();
            world.EnsureSample();
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await HealAsync();

    [Fact]
    public async Task NoInjection_OfRunningClients_IsVerdictNotInjectedAndStateNotInjected()
    {
        RequireCluster();
        await RecreateClientsUnseenAsync();

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
    public async Task DeadEndpoint_IsVerdictNoReplyWithTheNetworkOfThePod()
    {
        RequireLab();
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
        await Tool.LabAsync("fault", "lossy", "on");
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);

        var rows = world.Ping("-Count 10 -Interval 0.1 -Timeout 2");

        Assert.Contains(rows, row => Property(row, "Verdict") == "PartialLoss");
    }

    [Fact]
    public async Task ForwarderKilled_WiresAreDeadWhilePodsStayReady_AndARepairBringsThemBack()
    {
        RequireCluster();
        var node = (await NodesAsync())[0];
        await Tool.KubectlAsync("delete", "pods", "-n", "nsm-system", "-l", "app=nsm-kernel-plane", "--field-selector",
            $"spec.nodeName={node}");
        world.Run("Wait-NsmMesh -Timeout 120").ThrowIfFailed();
        await Task.Delay(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);

        var rows = world.Ping("-Count 1 -Timeout 2");
        var ready = await Tool.KubectlAsync("get", "deployment", "icmp-responder-nsc", "-n", "nsm-system", "-o",
            "jsonpath={.status.readyReplicas}");

        Assert.Equal("4", ready);
        var dead = rows.Where(row => Property(row, "Verdict") == "NoReply").ToList();
        Assert.Contains(dead, row => Property(row, "ClientNode") == node);

        var failed = world.Run("Test-NsmMesh -Category Wires | Where-Object Outcome -eq Failed").ThrowIfFailed().Output;
        Assert.Equal(Column(dead, "Client").Order(), Column(failed, "Target").Select(name => name.Split('/')[^1]).Order());
        Assert.All(failed, row => Assert.Contains("Repair-NsmMesh", Property(row, "Hint"), StringComparison.Ordinal));
        Assert.Equal("Ready", Property(world.One("Repair-NsmMesh -Confirm:$false -Timeout 180"), "State"));
        Assert.Equal(["Ok", "Ok", "Ok", "Ok"], Column(world.Ping(), "Verdict"));
        Assert.Equal("True", world.One("Test-NsmMesh -Quiet").ToString());
    }

    /// <summary>What happens when clients are created while the webhook does not see them: they run, Ready, without a wire.</summary>
    private static async Task RecreateClientsUnseenAsync()
    {
        var manifest = await Tool.KubectlAsync("get", "deployment", "icmp-responder-nsc", "-n", "nsm-system", "-o", "json");
        await Tool.KubectlAsync("delete", "deployment", "icmp-responder-nsc", "-n", "nsm-system");
        await Tool.ApplyAsync(ClientManifest.Unseen(manifest));
        await Tool.KubectlAsync("rollout", "status", "deployment/icmp-responder-nsc", "-n", "nsm-system", "--timeout=90s");
        await Tool.KubectlAsync("label", "deployment", "icmp-responder-nsc", "-n", "nsm-system", $"{ClientManifest.UnseenLabel}-");
    }
}
