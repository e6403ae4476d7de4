extern alias core;

using core::NsmPS.Kubernetes;
using core::NsmPS.Mesh;
using core::NsmPS.Nsm.Catalogue;
using core::NsmPS.Operations;
using core::NsmPS.Samples;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Nsm;
using NsmPS.Sandbox.Tests.Workloads;
using NsmPS.Sandbox.Workloads;
using static NsmPS.Sandbox.Tests.Completion;

namespace NsmPS.Sandbox.Tests.Nsm;

/// <summary>Managers of NSM v0.2 that are registered under an address of the past, while a mesh is installed.</summary>
public sealed class StaleManagerTests : IAsyncLifetime
{
    private const string Address = "is registered as 192.0.2.1:5001";

    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromMinutes(10) };
    private static readonly NsmMeshOptions s_mesh = new() { Version = "v0.2.1", ForwardingPlane = "kernel" };

    private readonly Catalog _catalog = Catalog.Load(Yaml.Root);
    private readonly LeapingClock _clock = new();

    private Harness _sandbox = null!;
    private ClusterClient _client = null!;

    private MeshCluster Cluster => new(_client, _catalog);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await Harness.StartAsync();
        _client = await _sandbox.ConnectAsync(_clock);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Install_ManagerThatStaysStale_IsRestartedOnceAndTheMeshGetsReady()
    {
        _sandbox.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.StaleManager });

        var events = await InstallAsync(s_mesh, () => _sandbox.Faults.Clear());

        var mesh = Assert.IsType<NsmMesh>(Assert.IsType<LifecycleEvent.Completed>(events[^1]).Result);
        Assert.True(mesh.State == NsmState.Ready, mesh.Message);
        Assert.Single(Warnings(events), text => text.StartsWith("Restarted the manager on sandbox-node-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Install_StaleManagerThatSomebodyUses_IsNamedAndLeftAlone()
    {
        await CompleteAsync((await new MeshPlanner(Cluster).PlanInstallAsync(s_mesh, force: false, Token)).RunAsync(s_run, Token));
        await CompleteAsync((await new SamplePlanner(Cluster).PlanCreateAsync(new NsmSampleAppOptions { Name = "icmp-responder" },
            force: false, Token)).RunAsync(s_run, Token));
        var used = _sandbox.PodsOf(Harness.Client)[0].Node()!;
        var kind = _sandbox.Store.Find(NsmNames.ApiVersion, NsmNames.ManagerKind)!;
        var manager = _sandbox.Store.List(kind).First(item => item.Name() == used);
        _sandbox.Store.Update(kind, manager.Namespace(), used,
            item =>
            {
                item.Ensure("spec")["url"] = "192.0.2.1:5001";
                return item;
            });
        var before = Managers();

        var events = await InstallAsync(s_mesh, () => { });

        var error = Assert.IsType<LifecycleEvent.Failed>(events[^1]).Error;
        Assert.Contains($"Node/{used}: its manager {Address}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Warnings(events), text => text.StartsWith("Restarted", StringComparison.Ordinal));
        Assert.Equal(before, Managers());
    }

    private IEnumerable<string?> Managers() => [.. _sandbox.PodsOf("nsmgr").Select(pod => pod.Uid()).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Warnings(IEnumerable<LifecycleEvent> events) =>
        events.OfType<LifecycleEvent.Warning>().Select(warning => warning.Text);

    /// <summary>Installs; as soon as a manager is seen to be stale, more time passes than that may last.</summary>
    private async Task<IReadOnlyList<LifecycleEvent>> InstallAsync(NsmMeshOptions options, Action seen)
    {
        var events = new List<LifecycleEvent>();
        var plan = await new MeshPlanner(Cluster).PlanInstallAsync(options, force: false, Token);
        await foreach (var item in plan.RunAsync(s_run, Token))
        {
            events.Add(item);
            if (_clock.Ahead == TimeSpan.Zero && item is LifecycleEvent.Status status
                && status.Reason.Contains(Address, StringComparison.Ordinal))
            {
                seen();
                _clock.Ahead = TimeSpan.FromMinutes(2);
            }
        }

        return events;
    }

    /// <summary>Shows a later time of day when told; its timers run as ever.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
