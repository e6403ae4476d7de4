using NsmPS.Checks.Repair;
using NsmPS.Kubernetes;
using NsmPS.Mesh;
using NsmPS.Proof;
using NsmPS.Samples;
using NsmPS.Topology;

namespace NsmPS.Core.Tests.Checks;

/// <summary>Pods that have ended stay as objects: after a restart of a kubelet, an eviction, or when they are done. They count
/// nowhere.</summary>
public sealed class EndedPodsTests : IDisposable
{
    private CheckWorld _world = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("Failed", "UnexpectedAdmissionError")]
    [InlineData("Failed", "Evicted")]
    [InlineData("Succeeded", "Completed")]
    public async Task EveryCommand_SeesTheMeshAsIfTheyWereNotThere(string phase, string reason)
    {
        _world = await CheckWorld.StartAsync();
        foreach (var pod in _world.Mesh.Server.All(KnownTypes.Pods))
        {
            var ended = pod.Clone();
            ended.Ensure("metadata")["name"] = $"{pod.Name()}-ended";
            ended.Ensure("metadata").Remove("uid");
            ended["status"] = new System.Text.Json.Nodes.JsonObject { ["phase"] = phase, ["reason"] = reason, ["message"] = "it is over" };
            _world.Mesh.Server.Put(ended);
        }

        Assert.All(await _world.TestAsync(), row => Assert.True(row.Outcome == NsmCheckOutcome.Passed, $"{row}"));
        var mesh = (await new MeshReader(_world.Cluster).GetAsync(null, Token))!;
        Assert.Equal((NsmState.Ready, 2), (mesh.State, mesh.Nodes.Count));
        var sample = Assert.Single(await new SampleReader(_world.Cluster).GetAsync("icmp-responder", null, Token));
        Assert.Equal((NsmState.Ready, 4, 6), (sample.State, sample.ClientsWired, sample.Pods.Count));
        var targets = await new IcmpProof(_world.Cluster).FindAsync(new NsmIcmpOptions { SampleApp = "icmp-responder" }, Token);
        Assert.Equal((4, 2), (targets.Clients.Count, targets.Endpoints.Count));
        var topology = await new TopologyReader(_world.Cluster, managers: null).ReadAsync(new TopologyOptions(), Token);
        Assert.Equal((4, 4, 0), (topology.Clients.Count, topology.Wires.Count, topology.Endpoints.Count(endpoint => endpoint.Orphan)));
        Assert.Empty((await new RepairPlanner(_world.Cluster).PlanAsync(new RepairOptions(), Token)).Summary.Items);
    }

    [Fact]
    public async Task NewSample_BesideEndedClients_IsReady()
    {
        _world = await CheckWorld.StartAsync();
        foreach (var pod in _world.Mesh.Server.All(KnownTypes.Pods).Where(pod => pod.Name().Contains("-nsc-", StringComparison.Ordinal)))
        {
            var ended = pod.Clone();
            ended.Ensure("metadata")["name"] = $"{pod.Name()}-ended";
            ended.Ensure("metadata").Remove("uid");
            ended.Ensure("spec").Remove("initContainers");
            ended.Ensure("status")["phase"] = "Failed";
            _world.Mesh.Server.Put(ended);
        }

        var plan = await new SamplePlanner(_world.Cluster)
            .PlanCreateAsync(new NsmSampleAppOptions { Name = "icmp-responder" }, force: false, Token);
        var events = await Operations.Events.CollectAsync(plan.RunAsync(new() { Timeout = TimeSpan.FromMinutes(1) }, Token));

        Assert.Equal(NsmState.Ready, Operations.Events.Result<NsmSampleApp>(events).State);
    }
}
