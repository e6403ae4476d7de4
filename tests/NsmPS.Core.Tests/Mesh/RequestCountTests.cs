using NsmPS.Checks.Repair;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Operations;
using NsmPS.Kubernetes;
using NsmPS.Mesh;
using NsmPS.Mesh.History;
using NsmPS.Mesh.Updates;
using NsmPS.Operations;
using NsmPS.Samples;

namespace NsmPS.Core.Tests.Mesh;

/// <summary>What a plan asks a server for: each thing once, and nothing that it does not need.</summary>
public sealed class RequestCountTests : IDisposable
{
    private static readonly NsmMeshOptions s_options = new() { Version = "v0.2.1", ForwardingPlane = "kernel" };
    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromMinutes(2) };

    private readonly FakeMesh _mesh = new();
    private readonly ClusterClient _client;

    public RequestCountTests() => _client = _mesh.Server.CreateClient();

    private MeshCluster Cluster => new(_client, Repository.Catalog);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Plans_AskForEverythingOnce()
    {
        var first = await SeenAsync(() => new MeshPlanner(Cluster).PlanInstallAsync(s_options, force: false, Token));
        await InstallAsync();
        await Events.CollectAsync((await PlanSampleAsync()).RunAsync(s_run, Token));
        var again = await SeenAsync(() => new MeshPlanner(Cluster).PlanInstallAsync(s_options, force: false, Token));
        var update = await SeenAsync(() =>
            new MeshChangePlanner(Cluster).PlanUpdateAsync(null, new MeshChange { ImageTag = "v9" }, force: false, Token));
        var sample = await SeenAsync(PlanSampleAsync);

        Assert.Equal((27, 36, 37, 13), (first.Count, again.Count, update.Count, sample.Count));
        foreach (var plan in (IReadOnlyList<string>[])[first, again, update, sample])
        {
            Assert.Equal(plan.Distinct(), plan);
        }
    }

    [Fact]
    public async Task PlansOverOneCluster_ShareWhatTheyRead()
    {
        await InstallAsync();

        // As the adapter asks: what is there, what was asked for, and then the plan.
        var seen = await SeenAsync(async () =>
        {
            var cluster = Cluster;
            await new MeshReader(cluster).FindPlaneAsync(Token);
            await new MeshRecords(cluster).ReadOptionsAsync(Token);
            await new MeshPlanner(cluster).PlanInstallAsync(s_options, force: false, Token);
        });

        Assert.Equal(38, seen.Count);
        Assert.Single(seen, request => request == "GET /apis/apps/v1/daemonsets");
        Assert.Single(seen, request => request == "GET /api/v1/namespaces/nsm-system/secrets");
        Assert.DoesNotContain(seen, request => request.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Samples_InOneNamespace_AreReadTogether()
    {
        await InstallAsync();

        var seen = await SeenAsync(() => new SampleReader(Cluster).GetAsync(null, null, Token));

        Assert.Single(seen, request => request == "GET /api/v1/namespaces/nsm-system/pods");
        Assert.Single(seen, request => request == "GET /apis/apps/v1/namespaces/nsm-system/deployments");
    }

    [Fact]
    public async Task PlanRepair_ComparesTheMeshOnce()
    {
        await InstallAsync();

        var seen = await SeenAsync(() => new RepairPlanner(Cluster).PlanAsync(new RepairOptions(), Token));

        Assert.Single(seen, request => request == "PATCH /apis/apps/v1/namespaces/nsm-system/daemonsets/nsmgr");
        Assert.Single(seen, request => request == "GET /api/v1/namespaces/nsm-system/secrets");
    }

    [Fact]
    public async Task Wait_WhileTheWebhookStarts_ProvesInjectionOnlyAfterwards()
    {
        await InstallAsync();

        var seen = await SeenAsync(() => Events.CollectAsync(MeshWait.RunAsync(Cluster, null, s_run.Timeout, Token)));

        var proof = seen.ToList().FindIndex(request => request.StartsWith("POST", StringComparison.Ordinal));
        Assert.True(proof > seen.ToList().FindIndex(request => request == "WATCH /api/v1/nodes"), string.Join('\n', seen));
    }

    [Fact]
    public async Task Again_AfterAChange_SeesIt()
    {
        await InstallAsync();
        var cluster = Cluster;
        Assert.NotNull(await cluster.FindMeshAsync(Token));

        _mesh.Server.Remove(_mesh.Server.All(KnownTypes.DaemonSets).First(item => item.Name() == "nsmgr").Key());

        Assert.NotNull(await cluster.FindMeshAsync(Token));
        Assert.Null(await cluster.Again().FindMeshAsync(Token));
    }

    [Fact]
    public async Task Cluster_AfterAReadThatFailed_AsksAgain()
    {
        var refused = true;
        _mesh.Server.Refuse(request => refused && request.Path.EndsWith("/daemonsets", StringComparison.Ordinal), 403, "Forbidden", "no");
        var cluster = Cluster;
        await Assert.ThrowsAsync<NsmException>(() => cluster.FindMeshAsync(Token));

        refused = false;

        Assert.Null(await cluster.FindMeshAsync(Token));
    }

    private Task<LifecyclePlan> PlanSampleAsync() =>
        new SamplePlanner(Cluster).PlanCreateAsync(new NsmSampleAppOptions { Name = "icmp-responder" }, force: false, Token);

    private async Task InstallAsync()
    {
        var plan = await new MeshPlanner(Cluster).PlanInstallAsync(s_options, force: false, Token);
        (await Events.CollectAsync(plan.RunAsync(s_run, Token))).Result<NsmMesh>();
    }

    private async Task<IReadOnlyList<string>> SeenAsync(Func<Task> ask)
    {
        var before = _mesh.Server.Requests.Count;
        await ask();
        return [.. _mesh.Server.Requests.Skip(before)
            .Select(request => request.QueryValue("watch") is null ? $"{request}" : $"WATCH {request.Path}")];
    }
}
