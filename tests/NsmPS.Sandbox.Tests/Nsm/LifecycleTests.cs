extern alias core;

using System.Diagnostics;
using core::NsmPS.Mesh;
using core::NsmPS.Nsm.Catalogue;
using core::NsmPS.Operations;
using core::NsmPS.Proof;
using core::NsmPS.Samples;
using NsmPS.Sandbox.Tests.Workloads;
using static NsmPS.Sandbox.Tests.Completion;

namespace NsmPS.Sandbox.Tests.Nsm;

/// <summary>The product against the sandbox, over its own HTTPS.</summary>
public sealed class LifecycleTests
{
    [Fact]
    public async Task InstallSampleProofRemoval_OverHttps_Succeed()
    {
        var token = TestContext.Current.CancellationToken;
        await using var sandbox = await Harness.StartAsync();
        using var client = await sandbox.ConnectAsync();
        var catalog = Catalog.Load(Yaml.Root);
        var run = new RunOptions { Timeout = TimeSpan.FromMinutes(3) };
        var clock = Stopwatch.StartNew();

        var install = await new MeshPlanner(new(client, catalog))
            .PlanInstallAsync(new NsmMeshOptions { Version = "v0.2.0", ForwardingPlane = "kernel" },
            force: false, token);
        await CompleteAsync("installed", install.RunAsync(run, token), clock);
        var create = await new SamplePlanner(new(client, catalog))
            .PlanCreateAsync(new NsmSampleAppOptions { Name = "icmp-responder" }, force: false, token);
        await CompleteAsync("sample created", create.RunAsync(run, token), clock);

        var proof = new IcmpProof(new(client, catalog));
        var ping = new NsmIcmpOptions { SampleApp = "icmp-responder", Count = 3, Interval = TimeSpan.FromMilliseconds(20) };
        var results = new List<NsmIcmpResult>();
        await foreach (var result in proof.TestAsync(await proof.FindAsync(ping, token), ping, token))
        {
            results.Add(result);
        }

        Say($"proved after {clock.Elapsed.TotalSeconds:0.00} s");
        Assert.Equal(4, results.Count);
        Assert.All(results, result => Assert.True(result.Verdict == NsmVerdict.Ok, result.Detail));
        Assert.All(results, result => Assert.NotEmpty(result.Endpoint));
        Assert.Contains(results, result => result.Locality == NsmLocality.CrossNode);

        await CompleteAsync("sample removed",
            (await new SampleRemovalPlanner(new(client, catalog)).PlanRemoveAsync("icmp-responder", null, token))
                .RunAsync(run, token), clock);
        await CompleteAsync("removed", (await new MeshRemovalPlanner(new(client, catalog)).PlanUninstallAsync(null, force: false, token))
            .RunAsync(run, token), clock);
        Assert.Null(await new MeshReader(new(client, catalog)).GetAsync(null, token));
    }

    private static void Say(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);
}
