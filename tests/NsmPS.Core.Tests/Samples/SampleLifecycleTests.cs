using System.Text.Json.Nodes;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Operations;
using NsmPS.Kubernetes;
using NsmPS.Mesh;
using NsmPS.Operations;
using NsmPS.Proof;
using NsmPS.Samples;

namespace NsmPS.Core.Tests.Samples;

public sealed class SampleLifecycleTests : IDisposable
{
    private static readonly NsmSampleAppOptions s_options = new() { Name = "icmp-responder" };
    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromMinutes(2) };

    private readonly FakeMesh _mesh = new();
    private readonly ClusterClient _client;

    public SampleLifecycleTests()
    {
        _client = _mesh.Server.CreateClient();
    }

    private MeshCluster Cluster => new(_client, Repository.Catalog);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task PlanCreate_NoMesh_IsRefused() => Assert.Equal(NsmErrors.MeshNotInstalled, (await RefusedAsync(s_options)).Error);

    [Fact]
    public async Task PlanCreate_OtherNamespace_IsRefused()
    {
        await InstallAsync();

        Assert.Equal(NsmErrors.SampleNamespaceMismatch, (await RefusedAsync(s_options with { Namespace = "default" })).Error);
    }

    [Fact]
    public async Task PlanCreate_TooFewNodes_IsRefusedUnlessPreferred()
    {
        await InstallAsync();

        Assert.Equal(NsmErrors.NodesTooFew, (await RefusedAsync(s_options with { EndpointReplicas = 3 })).Error);
        Assert.True((await new SamplePlanner(Cluster)
            .PlanCreateAsync(s_options with { EndpointReplicas = 3, Spread = NsmSpread.Preferred }, force: false,
            Token)).Summary.HasChanges);
    }

    [Fact]
    public async Task PlanCreate_SampleOfAnotherPlane_IsRefusedBeforeAnythingIsMade()
    {
        await InstallAsync();

        var error = await RefusedAsync(s_options with { Name = "vpp-icmp-responder" });

        Assert.Equal(NsmErrors.ForwardingPlaneUnsuited, error.Error);
        Assert.Equal("Sample 'vpp-icmp-responder' needs the forwarding plane vpp; the mesh in 'nsm-system' has kernel.", error.Message);
        Assert.False(_mesh.Has("Deployment", "vpp-icmp-responder-nse"));
    }

    [Fact]
    public async Task PlanCreate_WebhookDoesNotInject_IsRefused()
    {
        await InstallAsync();
        _mesh.Injects = false;

        Assert.Equal(NsmErrors.MeshNotReady, (await RefusedAsync(s_options)).Error);
    }

    [Fact]
    public async Task Create_ReadyMesh_EndpointsBeforeClientsAndEveryWire()
    {
        await InstallAsync();

        var events = await CreateAsync(s_options);

        var app = events.Result<NsmSampleApp>();
        Assert.Equal((NsmState.Ready, 4, 4, 2, 2), (app.State, app.Clients, app.ClientsWired, app.Endpoints, app.EndpointsRegistered));
        Assert.Equal(["Deployment/nsm-system/icmp-responder-nse", "Deployment/nsm-system/icmp-responder-nsc"], events.Targets());
    }

    [Theory]
    [InlineData(30, true, new[] { 12, 24, 30 })]
    [InlineData(12, true, new[] { 12 })]
    [InlineData(30, false, new[] { 30 })]
    public async Task Create_ManyClients_AreCreatedInStepsThatForwardersCanTake(int clients, bool wait, int[] steps)
    {
        await InstallAsync();
        var plan = await new SamplePlanner(Cluster).PlanCreateAsync(s_options with { ClientReplicas = clients }, force: false, Token);

        var app = (await Events.CollectAsync(plan.RunAsync(s_run with { Wait = wait }, Token))).Result<NsmSampleApp>();

        Assert.Equal(clients, app.Clients);
        Assert.Equal(steps, _mesh.Server.Requests
            .Where(request => !request.IsReadOnly && request.Path.EndsWith("/icmp-responder-nsc", StringComparison.Ordinal))
            .Select(request => (int)request.Json.Number("spec", "replicas")));
        Assert.False((await new SamplePlanner(Cluster)
            .PlanCreateAsync(s_options with { ClientReplicas = clients }, force: false, Token)).Summary.HasChanges);
    }

    [Fact]
    public async Task Create_ClientsWithoutWire_IsAnErrorAndNeverReady()
    {
        await InstallAsync();
        _mesh.Wires = false;

        var error = (await CreateAsync(s_options)).Error();

        Assert.Equal(NsmErrors.WireMissing, error.Error);
        Assert.Equal(NsmState.NoWire, Assert.Single(await new SampleReader(Cluster).GetAsync(null, null, Token)).State);
    }

    [Fact]
    public async Task Get_WireWithoutALink_IsNoWire()
    {
        await InstallAsync();
        await CreateAsync(s_options);
        _mesh.LinksAreUp = false;

        var sample = Assert.Single(await new SampleReader(Cluster).GetAsync("icmp-responder", null, Token));

        Assert.Equal((NsmState.NoWire, 0), (sample.State, sample.ClientsWired));
        Assert.Contains("nsm0 has no link", sample.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_Again_ChangesNothing()
    {
        await InstallAsync();
        await CreateAsync(s_options);

        Assert.False((await new SamplePlanner(Cluster).PlanCreateAsync(s_options, force: false, Token)).Summary.HasChanges);
    }

    [Fact]
    public async Task PlanCreate_OtherNumberOfEndpoints_ReplacesEndpointsAndClients()
    {
        await InstallAsync();
        await CreateAsync(s_options);

        var plan = await new SamplePlanner(Cluster).PlanCreateAsync(s_options with { EndpointReplicas = 1 }, force: false, Token);

        Assert.All(plan.Summary.Items, item => Assert.Equal(NsmPlanAction.Replace, item.Action));
    }

    [Fact]
    public async Task PlanCreate_ClientsWithoutInjection_ReplacesThem()
    {
        await InstallAsync();
        await CreateAsync(s_options);
        _mesh.Server.Update(new ObjectKey("apps/v1", "Deployment", FakeMesh.Home, "icmp-responder-nsc"),
            item => item.Ensure("spec", "template", "spec").Remove("initContainers"));

        var plan = await new SamplePlanner(Cluster).PlanCreateAsync(s_options, force: false, Token);

        Assert.Equal([NsmPlanAction.Unchanged, NsmPlanAction.Replace], plan.Summary.Items.Select(item => item.Action));
    }

    [Fact]
    public async Task Remove_Sample_DeletesClientsBeforeEndpoints()
    {
        await InstallAsync();
        await CreateAsync(s_options);
        var plan = await new SampleRemovalPlanner(Cluster).PlanRemoveAsync("icmp-responder", null, Token);

        var events = await Events.CollectAsync(plan.RunAsync(s_run, Token));

        Assert.IsType<LifecycleEvent.Completed>(events[^1]);
        Assert.Equal(["Deployment/nsm-system/icmp-responder-nsc", "Deployment/nsm-system/icmp-responder-nse"], events.Targets());
        Assert.Empty(await new SampleReader(Cluster).GetAsync(null, null, Token));
    }

    [Fact]
    public async Task PlanRemove_AnotherSampleOfTheService_SaysWhoLosesWires()
    {
        await InstallAsync();
        await CreateAsync(s_options);
        Assert.Empty((await new SampleRemovalPlanner(Cluster).PlanRemoveAsync("icmp-responder", null, Token)).Summary.Remarks);
        _mesh.Server.Put(JsonNode.Parse(
            """
            { "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "vpp-icmp-responder-nsc", "namespace": "nsm-system",
              "labels": { "app.kubernetes.io/managed-by": "nsmps", "app.kubernetes.io/part-of": "vpp-icmp-responder" } },
                "spec": { "replicas": 0 } }
            """)!.AsObject());

        var remark = Assert.Single((await new SampleRemovalPlanner(Cluster)
            .PlanRemoveAsync("icmp-responder", null, Token)).Summary.Remarks);

        Assert.Contains("Sample vpp-icmp-responder has clients of the same network service", remark, StringComparison.Ordinal);
        Assert.Empty((await new SampleRemovalPlanner(Cluster).PlanRemoveAsync("vpp-icmp-responder", null, Token)).Summary.Remarks);
    }

    [Fact]
    public async Task Uninstall_WithSample_IsRefusedUnlessForced()
    {
        await InstallAsync();
        await CreateAsync(s_options);

        Assert.Equal(NsmErrors.StillInUse,
            (await Assert.ThrowsAsync<NsmException>(() => new MeshRemovalPlanner(Cluster)
                .PlanUninstallAsync(null, force: false, Token))).Error);
        Assert.NotEmpty((await new MeshRemovalPlanner(Cluster).PlanUninstallAsync(null, force: true, Token)).Summary.Remarks);
    }

    [Fact]
    public async Task Icmp_WorkingSample_TellsTheEndpointByItsHardwareAddress()
    {
        await InstallAsync();
        await CreateAsync(s_options);

        var rows = await PingAsync();

        Assert.Equal(4, rows.Count);
        Assert.All(rows,
            row => Assert.Equal((NsmVerdict.Ok, 1, 1, 0.0, "172.16.1.2"),
                (row.Verdict, row.Sent, row.Received, row.LossPercent, row.EndpointAddress)));
        Assert.Single(rows.Select(row => row.Endpoint).Distinct());
        Assert.Equal(2, rows.Count(row => row.Locality == NsmLocality.Local));
        Assert.Equal(2, rows.Count(row => row.Locality == NsmLocality.CrossNode));
    }

    [Fact]
    public async Task Icmp_TerminatingClients_AreLeftOutAndCounted()
    {
        await InstallAsync();
        await CreateAsync(s_options);
        var pod = _mesh.Server.All(KnownTypes.Pods).First(item => item.Name().Contains("-nsc-", StringComparison.Ordinal));
        _mesh.Server.Update(pod.Key(), item => item.Ensure("metadata")["finalizers"] = new JsonArray("test/hold"));
        _mesh.Server.Remove(pod.Key());

        var targets = await new IcmpProof(new(_client, Repository.Catalog)).FindAsync(new NsmIcmpOptions(), Token);

        Assert.Equal((3, 1), (targets.Count, targets.Terminating));
    }

    [Fact]
    public async Task Icmp_NoClients_IsAnError()
    {
        await InstallAsync();

        Assert.Equal(NsmErrors.ClientsNotFound, (await Assert.ThrowsAsync<NsmException>(PingAsync)).Error);
    }

    [Fact]
    public async Task Icmp_NotInjected_CarriesThePodsNetwork()
    {
        await InstallAsync();
        _mesh.OnPod = pod => pod.Ensure("spec").Remove("initContainers");
        var plan = await new SamplePlanner(Cluster).PlanCreateAsync(s_options, force: false, Token);
        var error = (await Events.CollectAsync(plan.RunAsync(s_run, Token))).Error();

        var rows = await PingAsync();

        Assert.Equal(NsmErrors.ClientNotInjected, error.Error);
        Assert.All(rows, row => Assert.Equal(NsmVerdict.NotInjected, row.Verdict));
        Assert.All(rows, row => Assert.Contains("172.16.1.1/30", row.Detail, StringComparison.Ordinal));
    }

    private async Task InstallAsync()
    {
        var plan = await new MeshPlanner(Cluster)
            .PlanInstallAsync(new NsmMeshOptions { Version = "v0.2.1", ForwardingPlane = "kernel" }, force: false, Token);
        (await Events.CollectAsync(plan.RunAsync(s_run, Token))).Result<NsmMesh>();
    }

    private async Task<IReadOnlyList<LifecycleEvent>> CreateAsync(NsmSampleAppOptions options) =>
        await Events.CollectAsync((await new SamplePlanner(Cluster).PlanCreateAsync(options, force: false, Token)).RunAsync(s_run, Token));

    private Task<NsmException> RefusedAsync(NsmSampleAppOptions options) =>
        Assert.ThrowsAsync<NsmException>(() => new SamplePlanner(Cluster).PlanCreateAsync(options, force: false, Token));

    private async Task<List<NsmIcmpResult>> PingAsync()
    {
        var proof = new IcmpProof(new(_client, Repository.Catalog));
        var options = new NsmIcmpOptions { Count = 1 };
        var rows = new List<NsmIcmpResult>();
        await foreach (var row in proof.TestAsync(await proof.FindAsync(options, Token), options, Token))
        {
            rows.Add(row);
        }

        return rows;
    }
}
