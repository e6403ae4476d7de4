extern alias core;
using System.Diagnostics;
using core::NsmPS.Checks.Residue;
using core::NsmPS.Kubernetes;
using core::NsmPS.Mesh;
using core::NsmPS.Mesh.Updates;
using core::NsmPS.Nsm.Catalogue;
using core::NsmPS.Operations;
using core::NsmPS.Proof;
using core::NsmPS.Samples;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Tests.Workloads;
using static NsmPS.Sandbox.Tests.Completion;
using NsmNames = NsmPS.Sandbox.Nsm.NsmNames;

namespace NsmPS.Sandbox.Tests.Nsm;

/// <summary>NSM v1.18.0 with SPIRE against the sandbox, over its own HTTPS.</summary>
public sealed class V1LifecycleTests
{
    private const string Webhook = "nsm-mutating-webhook";

    private static readonly string[] s_samples = ["icmp-responder", "icmp-responder-ip", "vpp-icmp-responder"];
    private static readonly Catalog s_catalog = Catalog.Load(Yaml.Root);
    private static readonly NsmMeshOptions s_options = new() { Version = "v1.18.0" };
    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromMinutes(3) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InstallSamplesProofRemoval_OverHttps_SucceedAndLeaveNothing()
    {
        await using var sandbox = await Harness.StartAsync();
        using var client = await sandbox.ConnectAsync();
        await sandbox.SettledAsync();
        var before = sandbox.Names;
        var clock = Stopwatch.StartNew();

        var installed = (NsmMesh)(await CompleteAsync("installed",
            (await new MeshPlanner(new(client, s_catalog)).PlanInstallAsync(s_options, force: false, Token))
                .RunAsync(s_run, Token), clock)).Result!;
        Assert.Equal((NsmState.Ready, "v1.18.0", "vpp", "nsm-system", true),
            (installed.State, installed.Version, installed.ForwardingPlane, installed.Namespace, installed.Injecting));
        Assert.All(installed.Nodes, node => Assert.True(node is { ManagerIsCurrent: true, Sockets: -1 }, node.ToString()));
        Assert.All(sandbox.PodsOf("nsmgr"),
            pod => Assert.True(sandbox.Ports.Find(pod.Uid()!, NsmNames.ManagerPortNumber) is { Answer: null },
                "it talks to somebody without an identity"));
        Assert.Equal("Fail", sandbox.FailurePolicyOf(Webhook));
        Assert.False((await new MeshPlanner(new(client, s_catalog)).PlanInstallAsync(s_options, force: false, Token)).Summary.HasChanges);

        foreach (var name in s_samples)
        {
            var app = (NsmSampleApp)(await CompleteAsync($"{name} created",
                (await new SamplePlanner(new(client, s_catalog))
                    .PlanCreateAsync(new NsmSampleAppOptions { Name = name }, force: false, Token)).RunAsync(s_run, Token), clock)).Result!;
            Assert.Equal((NsmState.Ready, $"ns-{name}", 4, 2), (app.State, app.Namespace, app.ClientsWired, app.EndpointsRegistered));
            var results = await PingAsync(client, name);
            Assert.Equal(4, results.Count);
            Assert.All(results, result => Assert.True(result.Verdict == NsmVerdict.Ok, result.Detail));
            Assert.All(results, result => Assert.NotEmpty(result.Endpoint));
            Assert.All(results, result => Assert.EndsWith("/32", result.ClientAddress, StringComparison.Ordinal));
            Assert.Contains(results, result => result.Locality == NsmLocality.CrossNode);
        }

        Assert.Equal(s_samples, (await new SampleReader(new(client, s_catalog)).GetAsync(null, null, Token)).Select(app => app.Name));
        var refusal = await Assert.ThrowsAsync<NsmException>(() => new MeshRemovalPlanner(new(client, s_catalog))
            .PlanUninstallAsync(null, force: false, Token));
        Assert.Equal(NsmErrors.StillInUse, refusal.Error);
        foreach (var name in s_samples)
        {
            await CompleteAsync($"{name} removed",
                (await new SampleRemovalPlanner(new(client, s_catalog)).PlanRemoveAsync(name, null, Token)).RunAsync(s_run, Token), clock);
        }

        await CompleteAsync("removed", (await new MeshRemovalPlanner(new(client, s_catalog)).PlanUninstallAsync(null, force: false, Token))
            .RunAsync(s_run, Token), clock);
        Assert.Null(await new MeshReader(new(client, s_catalog)).GetAsync(null, Token));
        Assert.Equal(before, sandbox.Names);
        Assert.Empty(await new ResiduePlanner(new(client, s_catalog)).FindAsync(Token));

        // The connection knows kinds whose definitions are gone.
        Assert.True((await new MeshPlanner(new(client, s_catalog)).PlanInstallAsync(s_options, force: false, Token)).Summary.HasChanges);
    }

    [Theory]
    [InlineData("icmp-responder")]
    [InlineData("vpp-icmp-responder")]
    public async Task Sample_LostEndpoint_ClientsGetWiresToAnother(string name)
    {
        await using var sandbox = await Harness.StartAsync();
        using var client = await sandbox.ConnectAsync();
        await InstallAsync(client);
        await CompleteAsync((await new SamplePlanner(new(client, s_catalog))
            .PlanCreateAsync(new NsmSampleAppOptions { Name = name }, force: false, Token)).RunAsync(s_run, Token));
        var lost = (await PingAsync(client, name))[0].Endpoint;

        var uid = sandbox.Store.Get(BuiltIn.Pods, $"ns-{name}", lost)!.Uid();

        sandbox.Store.Delete(BuiltIn.Pods, $"ns-{name}", lost, graceSeconds: 0);
        await sandbox.UntilAsync("every client has another wire",
            () => sandbox.Wires.Wires.Count(wire => wire.State == WireState.Up && wire.Endpoint.Pod != uid) == 4);

        var results = await PingAsync(client, name);
        Assert.All(results, result => Assert.True(result.Verdict == NsmVerdict.Ok && result.Endpoint != lost, result.Detail));
    }

    [Fact]
    public async Task Webhook_ThroughItsLife_IsFailOnlyWhileItIsProven()
    {
        await using var sandbox = await Harness.StartAsync();
        using var client = await sandbox.ConnectAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var diary = WebhookDiary.KeepAsync(sandbox, stop.Token);

        await CompleteAsync((await new MeshPlanner(new(client, s_catalog)).PlanInstallAsync(s_options, force: false, Token))
            .RunAsync(s_run with { Wait = false }, Token));
        Assert.Equal("Ignore", sandbox.FailurePolicyOf(Webhook));
        await CompleteAsync((await new MeshPlanner(new(client, s_catalog)).PlanInstallAsync(s_options, force: false, Token))
            .RunAsync(s_run, Token));
        Assert.Equal("Fail", sandbox.FailurePolicyOf(Webhook));
        sandbox.Store.Delete(BuiltIn.Services, Harness.Space, "registry");
        await CompleteAsync((await new MeshPlanner(new(client, s_catalog)).PlanInstallAsync(s_options, force: false, Token))
            .RunAsync(s_run, Token));
        Assert.Equal("Fail", sandbox.FailurePolicyOf(Webhook));
        await CompleteAsync((await new MeshRemovalPlanner(new(client, s_catalog)).PlanUninstallAsync(null, force: false, Token))
            .RunAsync(s_run, Token));
        await stop.CancelAsync();

        var entries = await diary;
        Assert.Equal(["Ignore", "Fail proven", "Ignore", "Fail proven", "Ignore", "gone before its pods"], entries);
    }

    [Fact]
    public async Task UpdateAndRestore_WithWiresThere_ProveTheWebhookAnewAndBreakNothing()
    {
        await using var sandbox = await Harness.StartAsync();
        using var client = await sandbox.ConnectAsync();
        await InstallAsync(client);
        Assert.Empty(await new MeshComparison(new(client, s_catalog)).CompareAsync(null, Token));
        var sample = new NsmSampleAppOptions { Name = "icmp-responder", ClientReplicas = 2, EndpointReplicas = 1 };
        await CompleteAsync((await new SamplePlanner(new(client, s_catalog)).PlanCreateAsync(sample, force: false, Token))
            .RunAsync(s_run, Token));

        var update = await new MeshChangePlanner(new(client, s_catalog))
            .PlanUpdateAsync(null, new MeshChange { ImageTag = "v1.18.1" }, force: false, Token);
        Assert.Empty(update.Summary.Remarks);
        var updated = (NsmMesh)(await CompleteAsync(update.RunAsync(s_run, Token))).Result!;
        Assert.Equal((NsmState.Ready, "v1.18.1", "Fail"), (updated.State, updated.ImageTag, sandbox.FailurePolicyOf(Webhook)));
        var restored =
            (NsmMesh)(await CompleteAsync(
                (await new MeshChangePlanner(new(client, s_catalog)).PlanRestoreAsync(null, 1, force: false, Token))
                    .RunAsync(s_run, Token))).Result!;
        Assert.Equal((NsmState.Ready, "v1.18.0", "Fail"), (restored.State, restored.ImageTag, sandbox.FailurePolicyOf(Webhook)));

        Assert.Empty(await new MeshComparison(new(client, s_catalog)).CompareAsync(null, Token));
        Assert.All(await PingAsync(client, "icmp-responder"), result => Assert.True(result.Verdict == NsmVerdict.Ok, result.Detail));
    }

    [Fact]
    public async Task Install_ExistingSpire_UsesItAndLeavesIt()
    {
        await using var sandbox = await Harness.StartAsync();
        using var client = await sandbox.ConnectAsync();
        var options = s_options with { UseExistingSpire = true };

        var refusal = await Assert.ThrowsAsync<NsmException>(() => new MeshPlanner(new(client, s_catalog))
            .PlanInstallAsync(options, force: false, Token));
        Assert.Equal(NsmErrors.SpireNotFound, refusal.Error);
        Assert.Contains("clusterspiffeids.spire.spiffe.io", refusal.Message, StringComparison.Ordinal);
        await sandbox.InstallSpireAsync();
        await sandbox.SettledAsync();
        var before = sandbox.Names;

        var installed =
            (NsmMesh)(await CompleteAsync(
                (await new MeshPlanner(new(client, s_catalog)).PlanInstallAsync(options, force: false, Token))
                    .RunAsync(s_run, Token))).Result!;
        Assert.Equal(NsmState.Ready, installed.State);
        await CompleteAsync((await new MeshRemovalPlanner(new(client, s_catalog)).PlanUninstallAsync(null, force: false, Token))
            .RunAsync(s_run, Token));
        Assert.Equal(before, sandbox.Names);
    }

    [Fact]
    public async Task Install_OtherGenerationThere_IsRefusedBothWays()
    {
        await using var sandbox = await Harness.StartAsync();
        using var client = await sandbox.ConnectAsync();
        var old = new NsmMeshOptions { Version = "v0.2.1", ForwardingPlane = "kernel" };

        sandbox.Apply(Yaml.File("mesh", "v0.2.0", "crds.yaml"));
        var refusal = await Assert.ThrowsAsync<NsmException>(() => new MeshPlanner(new(client, s_catalog))
            .PlanInstallAsync(s_options, force: true, Token));
        Assert.Equal(NsmErrors.MeshConflict, refusal.Error);
        Assert.Contains("belongs to NSM v0.2, which cannot share a cluster with v1", refusal.Message, StringComparison.Ordinal);
        foreach (var definition in Yaml.File("mesh", "v0.2.0", "crds.yaml"))
        {
            sandbox.Delete(definition);
        }

        await sandbox.UntilAsync("the definitions are gone",
            () => !sandbox.Names.Any(name => name.StartsWith("CustomResourceDefinition", StringComparison.Ordinal)));
        sandbox.Apply(Yaml.File("mesh", "v1.18.0", "crds.yaml"));
        refusal = await Assert.ThrowsAsync<NsmException>(() => new MeshPlanner(new(client, s_catalog))
            .PlanInstallAsync(old, force: true, Token));
        Assert.Equal(NsmErrors.MeshConflict, refusal.Error);
        Assert.Contains("belongs to NSM v1, which cannot share a cluster with v0.2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_OldKubernetes_IsRefusedUnlessForced()
    {
        await using var sandbox = await Harness.StartAsync(new SandboxSettings { KubernetesVersion = "1.20.2" });
        using var client = await sandbox.ConnectAsync();

        var refusal = await Assert.ThrowsAsync<NsmException>(() => new MeshPlanner(new(client, s_catalog))
            .PlanInstallAsync(s_options, force: false, Token));

        Assert.Equal(NsmErrors.KubernetesTooOld, refusal.Error);
        Assert.Contains("1.20.2", refusal.Message, StringComparison.Ordinal);
        Assert.True((await new MeshPlanner(new(client, s_catalog)).PlanInstallAsync(s_options, force: true, Token)).Summary.HasChanges);
    }

    [Fact]
    public async Task Sample_NamespacesAndGenerations_AreRefusedByName()
    {
        await using var sandbox = await Harness.StartAsync();
        using var client = await sandbox.ConnectAsync();
        await InstallAsync(client);

        foreach (var home in (string[])["nsm-system", "spire", "kube-system"])
        {
            var refusal = await Assert.ThrowsAsync<NsmException>(() =>
                new SamplePlanner(new(client, s_catalog))
                    .PlanCreateAsync(new NsmSampleAppOptions { Name = "icmp-responder", Namespace = home }, force: false, Token));
            Assert.Equal(NsmErrors.SampleNamespaceMismatch, refusal.Error);
        }

        // In a namespace of somebody else the sample is a guest: the namespace stays.
        var plan = await new SamplePlanner(new(client, s_catalog)).PlanCreateAsync(new NsmSampleAppOptions
        {
            Name = "icmp-responder",
            Namespace = "default",
            ClientReplicas = 1,
            EndpointReplicas = 1
        }, force: false, Token);
        var app = (NsmSampleApp)(await CompleteAsync(plan.RunAsync(s_run, Token))).Result!;
        Assert.Equal((NsmState.Ready, "default"), (app.State, app.Namespace));
        Assert.Single(await PingAsync(client, "icmp-responder"), result => result.Verdict == NsmVerdict.Ok);
        await CompleteAsync((await new SampleRemovalPlanner(new(client, s_catalog)).PlanRemoveAsync("icmp-responder", "default", Token))
            .RunAsync(s_run, Token));
        Assert.Empty(await new SampleReader(new(client, s_catalog)).GetAsync(null, null, Token));
        Assert.Contains("Namespace//default", sandbox.Names);
    }

    private static async Task InstallAsync(ClusterClient client) => await CompleteAsync(
        (await new MeshPlanner(new(client, s_catalog)).PlanInstallAsync(s_options, force: false, Token)).RunAsync(s_run, Token));

    private static async Task<IReadOnlyList<NsmIcmpResult>> PingAsync(ClusterClient client, string name)
    {
        var proof = new IcmpProof(new(client, s_catalog));
        var ping = new NsmIcmpOptions { SampleApp = name, Count = 3, Interval = TimeSpan.FromMilliseconds(20) };
        var results = new List<NsmIcmpResult>();
        await foreach (var result in proof.TestAsync(await proof.FindAsync(ping, Token), ping, Token))
        {
            results.Add(result);
        }

        return results;
    }
}
