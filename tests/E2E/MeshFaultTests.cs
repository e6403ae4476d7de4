using System.Diagnostics;
using System.Management.Automation;
using NsmPS.E2E.World;
using static NsmPS.E2E.World.MeshWorld;

namespace NsmPS.E2E;

/// <summary>Installations that cannot work, or are disturbed.</summary>
[Collection(ClusterCollection.Name)]
[Turn(10)]
public sealed class MeshFaultTests(MeshWorld world) : IAsyncLifetime
{
    private const string Install = "Install-NsmMesh v0.2.1 -ForwardingPlane kernel";

    public ValueTask InitializeAsync()
    {
        if (Settings.Kubeconfig is not null)
        {
            world.EnsureNoMesh();
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await HealAsync();

    [Fact]
    [Turn(2)]
    public async Task CrashLoopingForwarder_ShowsReasonAndLastLogLines()
    {
        RequireLab();
        await Tool.LabAsync("fault", "crash-loop", "on");

        var result = world.Run($"{Install} -Timeout 120");

        var error = result.Ending ?? Assert.Single(result.Errors);
        Assert.StartsWith("ObjectFailed", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("CrashLoopBackOff", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("kernel-forwarder", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("log: ", Property(PSObject.AsPSObject(error.Exception), "Detail"), StringComparison.Ordinal);
        Assert.DoesNotContain("log: ", error.ToString(), StringComparison.Ordinal);

        await HealAsync();
        using (world.Preparation())
        {
            await Tool.KubectlAsync("delete", "pods", "-n", "nsm-system", "-l", "app=nsm-kernel-plane");
        }

        world.EnsureMesh();
    }

    [Fact]
    [Turn(2)]
    public void ImagePullFailure_NamesImageAndContainer()
    {
        RequireCluster();

        var result = world.Run($"{Install} -ImageTag v0.2.0-missing -Timeout 120");

        var error = result.Ending ?? Assert.Single(result.Errors);
        Assert.StartsWith("ObjectFailed", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Matches("ImagePullBackOff|ErrImagePull", error.ToString());
        Assert.Contains("v0.2.0-missing", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Turn(2)]
    public async Task StaleManagerAddress_IsNamed()
    {
        RequireLab();
        await Tool.LabAsync("fault", "stale-url", "on");

        var result = world.Run($"{Install} -Timeout 120");

        var error = result.Ending ?? Assert.Single(result.Errors);
        Assert.Contains("which is not its pod's address", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApiServerRestart_InMidInstall_IsSurvived()
    {
        RequireLab();
        await Tool.LabAsync("fault", "slow-start", "on", "10");
        using var install = await Pwsh.StartAsync(Install);
        await Tool.UntilAsync("daemonset/nsmgr");
        await Tool.ClusterAsync("apiserver", "stop");
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await Tool.ClusterAsync("apiserver", "start");

        var output = await EndAsync(install);

        Assert.True(install.ExitCode == 0, output);
        Assert.Equal("Ready", Property(world.One("Get-NsmMesh"), "State"));
    }

    [Fact]
    public async Task Interrupt_InMidInstall_StopsWithinASecondAndTheSameCommandCompletes()
    {
        RequireLab();
        await Tool.LabAsync("fault", "slow-start", "on", "20");
        using var install = await Pwsh.StartAsync(Install);
        await Tool.UntilAsync("daemonset/nsmgr");
        var clock = Stopwatch.StartNew();
        await Tool.RunAsync("kill", "-INT", $"{install.Id}");
        var output = await EndAsync(install);
        clock.Stop();

        // What pwsh ends with after Ctrl+C, and after an error too, but that would be printed.
        Assert.Equal((1, ""), (install.ExitCode, output));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"it took {clock.Elapsed}, process end included");
        await HealAsync();
        world.EnsureMesh();
        Assert.Equal("1", Property(world.One("Get-NsmMesh"), "Revision"));
    }

    [Fact]
    [Turn(1)]
    public async Task Interrupt_InMidUninstall_TheSameCommandCompletes()
    {
        RequireCluster();
        var before = await ClusterSnapshot.NamesAsync();
        world.EnsureMesh();
        using var removal = await Pwsh.StartAsync("Uninstall-NsmMesh");
        await Tool.UntilAsync("daemonset/nsmgr", gone: true);
        await Tool.RunAsync("kill", "-INT", $"{removal.Id}");
        await EndAsync(removal);

        world.Run("Uninstall-NsmMesh -Timeout 180").ThrowIfFailed();

        Assert.Equal(before, await ClusterSnapshot.NamesAsync());
    }

    [Fact]
    [Turn(1)]
    public async Task ObjectOfKubectl_IsRefusedByNameAndLeftAlone()
    {
        RequireCluster();
        await Tool.KubectlAsync("create", "clusterrole", "nsm-role", "--verb=get", "--resource=pods");
        try
        {
            var result = world.Run(Install);

            var error = result.Ending ?? Assert.Single(result.Errors);
            Assert.StartsWith("ObjectNotOwned", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("ClusterRole/nsm-role", error.ToString(), StringComparison.Ordinal);
            Assert.Contains("kubectl", error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("nsm-system", await Tool.KubectlAsync("get", "namespaces", "-o", "name"), StringComparison.Ordinal);
        }
        finally
        {
            await Tool.KubectlAsync("delete", "clusterrole", "nsm-role");
        }
    }

    [Fact]
    [Turn(1)]
    public async Task NoRightToDefine_IsRefusedBeforeAnythingIsCreated()
    {
        RequireCluster();
        await Tool.KubectlAsync("create", "serviceaccount", "e2e-limited", "-n", "default");
        await Tool.KubectlAsync("create", "clusterrolebinding", "e2e-limited", "--clusterrole=view",
            "--serviceaccount=default:e2e-limited");
        var kubeconfig = await LimitedKubeconfig.WriteAsync("e2e-limited");
        try
        {
            var result = world.Run($"{Install} -Kubeconfig $args[0]", kubeconfig);

            var error = result.Ending ?? Assert.Single(result.Errors);
            Assert.StartsWith("AccessDenied", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Equal("PermissionDenied", error.CategoryInfo.Category.ToString());
            Assert.DoesNotContain("nsm-system", await Tool.KubectlAsync("get", "namespaces", "-o", "name"), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(kubeconfig);
            await Tool.KubectlAsync("delete", "clusterrolebinding", "e2e-limited");
            await Tool.KubectlAsync("delete", "serviceaccount", "e2e-limited", "-n", "default");
        }
    }

    [Fact]
    [Turn(1)]
    public async Task NamespaceStuckOnAFinalizer_IsNamed()
    {
        RequireCluster();
        await Tool.KubectlAsync("create", "namespace", "nsm-system");
        await Tool.KubectlAsync("create", "configmap", "stuck", "-n", "nsm-system");
        await Tool.KubectlAsync("patch", "configmap", "stuck", "-n", "nsm-system", "--type=merge", "-p",
            """{"metadata":{"finalizers":["e2e.test/hold"]}}""");
        await Tool.KubectlAsync("delete", "namespace", "nsm-system", "--wait=false");
        try
        {
            // The namespace controller looks at a namespace five seconds after its deletion, and says then what holds it.
            var result = world.Run($"{Install} -Timeout 10");

            var error = result.Ending ?? Assert.Single(result.Errors);
            Assert.StartsWith("RemovalBlocked", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("e2e.test/hold", error.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            await Tool.KubectlAsync("patch", "configmap", "stuck", "-n", "nsm-system", "--type=merge", "-p",
                """{"metadata":{"finalizers":null}}""");
            await Tool.KubectlAsync("wait", "namespace/nsm-system", "--for=delete", "--timeout=60s");
        }
    }

    [Fact]
    [Turn(1)]
    public async Task NamespaceOfSomebodyElse_IsUsedAndStays()
    {
        RequireCluster();
        await Tool.KubectlAsync("create", "namespace", "e2e-mesh");
        try
        {
            Assert.Equal("Ready", Property(world.One($"{Install} -Namespace e2e-mesh -Timeout 180"), "State"));
            world.Run("Uninstall-NsmMesh -Timeout 180").ThrowIfFailed();

            Assert.Contains("namespace/e2e-mesh", await Tool.KubectlAsync("get", "namespaces", "-o", "name"), StringComparison.Ordinal);
        }
        finally
        {
            await Tool.KubectlAsync("delete", "namespace", "e2e-mesh");
        }
    }

    private static async Task<string> EndAsync(Process process)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(4));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return await output + await errors;
    }
}
