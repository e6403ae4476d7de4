using System.Text.Json.Nodes;
using NsmPS.Checks;
using NsmPS.Checks.Repair;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Operations;
using NsmPS.Kubernetes;
using NsmPS.Mesh;
using NsmPS.Mesh.Updates;
using NsmPS.Operations;
using NsmPS.Samples;

namespace NsmPS.Core.Tests.Mesh;

/// <summary>A webhook of others that must be asked about workloads and knows no dry run, as Kubernetes before 1.22 takes them.</summary>
public sealed class WebhookWithoutDryRunTests : IDisposable
{
    private const string Name = "audit.corp.example.test";

    private static readonly NsmMeshOptions s_options = new() { Version = "v0.2.1", ForwardingPlane = "kernel" };
    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromMinutes(2) };

    private readonly FakeMesh _mesh = new();
    private readonly ClusterClient _client;

    public WebhookWithoutDryRunTests()
    {
        _client = _mesh.Server.CreateClient();
    }

    private MeshCluster Cluster => new(_client, Repository.Catalog);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    /// <summary>The webhook may be about any kinds; of those that are about none of the probe's, injection is known.</summary>
    [Theory]
    [InlineData("/apis/apps/v1/", null)]
    [InlineData("/deployments", null)]
    [InlineData("/daemonsets", true)]
    [InlineData("/services", true)]
    [InlineData("/serviceaccounts", true)]
    [InlineData("/secrets", true)]
    [InlineData("/customresourcedefinitions", true)]
    [InlineData("/clusterroles", true)]
    [InlineData("/mutatingwebhookconfigurations", true)]
    [InlineData("/", null)]
    public async Task EveryOperation_DoesItsWorkAndSaysWhatCouldNotBeAsked(string about, bool? injecting)
    {
        Refuse(about);
        PutHome();

        var mesh = await RunAsync<NsmMesh>(await new MeshPlanner(Cluster).PlanInstallAsync(s_options, force: false, Token));
        Assert.Equal((NsmState.Ready, injecting), (mesh.State, mesh.Injecting));
        Assert.Equal(injecting is null, mesh.Message.Contains(Name, StringComparison.Ordinal));

        // A sample has objects of few kinds.
        await RunAsync<NsmMesh>(await new MeshPlanner(Cluster).PlanInstallAsync(s_options, force: false, Token));
        await RunAsync<NsmSampleApp>(await new SamplePlanner(Cluster)
            .PlanCreateAsync(new NsmSampleAppOptions { Name = "icmp-responder" }, force: false, Token), isTold: injecting is null);
        await RunAsync<NsmMesh>(await new MeshChangePlanner(Cluster).PlanUpdateAsync(null, new MeshChange { ImageTag = "v9" }, force: false,
            Token));
        var repair = await new RepairPlanner(Cluster).PlanAsync(new RepairOptions(), Token);
        Assert.Equal(NsmState.Ready, (await Events.CollectAsync(repair.RunAsync(s_run, Token))).Result<NsmMesh>().State);
    }

    [Fact]
    public async Task Checks_SayUnknownWithAdvice()
    {
        Refuse("/apis/apps/v1/");
        PutHome();
        await RunAsync<NsmMesh>(await new MeshPlanner(Cluster).PlanInstallAsync(s_options, force: false, Token));

        var rows = await new MeshTester(Cluster).TestAsync(new NsmCheckOptions(), Token);

        Assert.DoesNotContain(rows, row => row.Outcome == NsmCheckOutcome.Failed);
        var row = Assert.Single(rows, row => row.Id == "WebhookInjects");
        Assert.Equal(NsmCheckOutcome.Warning, row.Outcome);
        Assert.Contains("sideEffects", row.Evidence, StringComparison.Ordinal);
    }

    private void Refuse(string about) => _mesh.Server.Refuse(
        request => request.QueryValue("dryRun") == "All" && request.Path.Contains(about, StringComparison.Ordinal),
        400, "BadRequest", $"admission webhook \"{Name}\" does not support dry run");

    private void PutHome() => _mesh.Server.Put(JsonNode.Parse(
            $$"""{ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "{{FakeMesh.Home}}" } }""")!.AsObject());

    private static async Task<T> RunAsync<T>(LifecyclePlan plan, bool isTold = true)
    {
        var events = await Events.CollectAsync(plan.RunAsync(s_run, Token));
        if (isTold)
        {
            Assert.Contains(plan.Summary.Remarks, text => text.Contains(Name, StringComparison.Ordinal));
            Assert.Contains(events.OfType<LifecycleEvent.Warning>(), item => item.Text.Contains("sideEffects", StringComparison.Ordinal));
        }

        return events.Result<T>();
    }
}
