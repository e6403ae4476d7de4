extern alias core;

using System.Text.Json.Nodes;
using core::NsmPS.Checks;
using core::NsmPS.Checks.Repair;
using core::NsmPS.Kubernetes;
using core::NsmPS.Mesh;
using core::NsmPS.Nsm.Catalogue;
using core::NsmPS.Operations;
using core::NsmPS.Samples;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Tests.Workloads;
using NsmPS.Sandbox.Workloads;
using static NsmPS.Sandbox.Tests.Completion;

namespace NsmPS.Sandbox.Tests.Checks;

/// <summary>What goes wrong with NSM v0.2 on a sandbox as on real nodes, and is mended by a repair that leaves alone what lives.</summary>
public sealed class V02RepairTests : IAsyncLifetime
{
    private const int Clients = 32;

    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromMinutes(3) };
    private static readonly NsmSampleAppOptions s_sample = new() { Name = "icmp-responder", ClientReplicas = Clients };

    private readonly Catalog _catalog = Catalog.Load(Yaml.Root);

    private Harness _sandbox = null!;
    private ClusterClient _client = null!;

    private MeshCluster Cluster => new(_client, _catalog);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await Harness.StartAsync(new SandboxSettings { Nodes = 2 });
        _client = await _sandbox.ConnectAsync();
        await CompleteAsync((await new MeshPlanner(Cluster)
            .PlanInstallAsync(new NsmMeshOptions { Version = "v0.2.1", ForwardingPlane = "kernel" }, force: false, Token))
            .RunAsync(s_run, Token));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Create_ManyClients_InSteps_EveryOneGetsItsWire()
    {
        Storm(TimeSpan.FromSeconds(1));

        await CompleteAsync((await new SamplePlanner(Cluster).PlanCreateAsync(s_sample, force: false, Token)).RunAsync(s_run, Token));

        Assert.Equal(Clients, Living.Count);
    }

    [Fact]
    public async Task Repair_ClientsThatAreStuck_RecreatesNoOthersAndRemovesTheirLinks()
    {
        // All at once, and so long that each begins before the first has its wire.
        Storm(TimeSpan.FromSeconds(60));
        await CompleteAsync((await new SamplePlanner(Cluster).PlanCreateAsync(s_sample, force: false, Token))
            .RunAsync(s_run with { Wait = false }, Token));
        await _sandbox.UntilAsync("the storm is over", () => Living.Count == 2 * WireStorm.AtOnce
            && _sandbox.PodsOf(Harness.Client).All(pod => Living.Contains(pod.Uid()!) || HasFailed(pod)));
        Storm(TimeSpan.FromSeconds(1));
        var before = Living.ToHashSet();
        Assert.Contains(await new MeshTester(Cluster).TestAsync(new NsmCheckOptions(), Token), row => row.Id == "LeftoverLinks"
            && row.Outcome == NsmCheckOutcome.Failed);

        var plan = await new RepairPlanner(Cluster).PlanAsync(new RepairOptions(), Token);
        var pods = plan.Summary.Items.Where(item => item.Kind == "Pod").Select(item => item.Name).ToArray();
        await CompleteAsync(plan.RunAsync(s_run, Token));

        Assert.Equal(Clients - before.Count, pods.Length);
        Assert.Equal(Clients, Living.Count);
        Assert.Subset(Living.ToHashSet(), before);
        Assert.DoesNotContain(await new MeshTester(Cluster).TestAsync(new NsmCheckOptions(), Token),
            row => row.Outcome == NsmCheckOutcome.Failed);
    }

    [Fact]
    public async Task Repair_EndpointObjectsDeletedByHand_BringsThemBack()
    {
        await CompleteAsync((await new SamplePlanner(Cluster).PlanCreateAsync(s_sample with { ClientReplicas = 4 }, force: false, Token))
            .RunAsync(s_run, Token));
        foreach (var endpoint in _sandbox.Endpoints)
        {
            _sandbox.Delete(endpoint);
        }

        // Wires live on, nobody registers again, and no new client is served.
        var next = _sandbox.PodsOf(Harness.Client)[0];
        _sandbox.Store.Delete(BuiltIn.Pods, Harness.Space, next.Name(), graceSeconds: 0);
        await _sandbox.UntilAsync("the next client has been refused", () => _sandbox.PodsOf(Harness.Client).Any(HasFailed));
        Assert.Equal(3, Living.Count);
        Assert.Empty(_sandbox.Endpoints);

        await CompleteAsync((await new RepairPlanner(Cluster).PlanAsync(new RepairOptions(), Token)).RunAsync(s_run, Token));

        Assert.Equal((4, 2), (Living.Count, _sandbox.Endpoints.Count));
        Assert.DoesNotContain(await new MeshTester(Cluster).TestAsync(new NsmCheckOptions(), Token),
            row => row.Outcome == NsmCheckOutcome.Failed);
    }

    /// <summary>The clients that have a wire.</summary>
    private IReadOnlyList<string> Living =>
        [.. _sandbox.Wires.Wires.Where(wire => wire.State == WireState.Up).Select(wire => wire.Client.Pod)];

    /// <summary>Whether a client has failed once, so that its log says why.</summary>
    private static bool HasFailed(JsonObject pod) =>
        pod.Items("status", "initContainerStatuses").Any(status => status.Amount("restartCount") > 0);

    private void Storm(TimeSpan delay) => _sandbox.Faults.Set(new Fault
    {
        Kind = NsmSandboxFaultKind.WireStorm,
        DelayMilliseconds = (int)delay.TotalMilliseconds
    });
}
