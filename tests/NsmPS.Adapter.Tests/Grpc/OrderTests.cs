extern alias client;

using client::NsmPS.Meshes;
using NsmPS.Adapter.Tests.World;

namespace NsmPS.Adapter.Tests.Grpc;

/// <summary>Operations that were acknowledged one after the other are carried out in that order.</summary>
public sealed class OrderTests : AdapterTest
{
    private const int Pairs = 50;

    private const string Yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n";

    [Fact]
    public async Task Pairs_OnFreshAdapters_AreNeverReversed()
    {
        for (var i = 0; i < Pairs; i++)
        {
            await using var adapter = await TestAdapter.StartAsync();
            await DeployAndRemoveAsync(adapter, "alpha", "alpha");
        }
    }

    [Fact]
    public async Task Pairs_FirstWithALargeKubeconfig_AreNeverReversed()
    {
        Assert.InRange(FakeConnector.Large("alpha0").Length, 500_000, 1_000_000);
        for (var i = 0; i < Pairs; i++)
        {
            await DeployAndRemoveAsync(Adapter, FakeConnector.Large($"alpha{i}"), $"alpha{i}");
        }
    }

    [Fact]
    public async Task Design_MeshAndItsOwnComponentOnAnEmptyCluster_ComponentWaitsForTheMesh()
    {
        var mesh = Adapter.Clusters["alpha"];
        using var events = await Adapter.ListenAsync();
        var request = new ProcessOAMRequest
        {
            KubeConfigs = { "alpha" },
            OamComps =
            {
                """{"metadata":{"name":"wires","namespace":"apps"},"spec":{"type":"NetworkService","settings":{"payload":"IP"}}}""",
                """{"metadata":{"name":"mesh"},"spec":{"type":"NetworkServiceMesh"}}""",
            },
        };
        mesh.Server.Put(System.Text.Json.Nodes.JsonNode.Parse(
            """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"apps"}}""")!.AsObject());

        var lines = (await Adapter.Client.ProcessOAMAsync(request, cancellationToken: Token)).Message.Split('\n');

        var ids = lines.Select(line => line.Split(' ')[^1]).ToList();
        Assert.Equal(EventType.Info, (await events.EndAsync(ids[0])).EventType);
        Assert.Equal("NetworkService wires deployed successfully on alpha", (await events.EndAsync(ids[1])).Summary);
        Assert.True(mesh.Has("NetworkService", "wires"));
    }

    [Fact]
    public async Task SameRequest_OfAnotherCaller_DoesNotEndWithTheFirst()
    {
        var mesh = Adapter.Clusters["alpha"];
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        mesh.Server.InterceptAsync(async (request, cancellationToken) =>
        {
            await gate.Task.WaitAsync(cancellationToken);
            return null;
        });
        using var events = await Adapter.ListenAsync();
        var first = Request("network_service_mesh", "alpha");
        var second = Request("network_service_mesh", FakeConnector.Large("alpha"));

        await Adapter.Client.ApplyOperationAsync(first, cancellationToken: Token);
        await Adapter.Client.ApplyOperationAsync(second, cancellationToken: Token);
        var waits = Assert.Single(await events.WaitAsync(item => item.OperationId == second.OperationId));
        gate.SetResult();

        Assert.Contains("waits for its turn", waits.Summary, StringComparison.Ordinal);
        await events.EndAsync(first.OperationId);
        await events.EndAsync(second.OperationId);
    }

    private static async Task DeployAndRemoveAsync(TestAdapter adapter, string deployment, string cluster)
    {
        var mesh = adapter.Clusters[cluster];
        using var events = await adapter.ListenAsync();
        var (deploy, remove) = (Request("custom", deployment), Removal("custom", cluster));
        (deploy.CustomBody, remove.CustomBody) = (Yaml, Yaml);

        await adapter.Client.ApplyOperationAsync(deploy, cancellationToken: Token);
        await adapter.Client.ApplyOperationAsync(remove, cancellationToken: Token);

        Assert.Equal(EventType.Info, (await events.EndAsync(deploy.OperationId)).EventType);
        Assert.Equal(EventType.Info, (await events.EndAsync(remove.OperationId)).EventType);
        var ids = new[] { deploy.OperationId, remove.OperationId };
        var ends = events.All.Where(EventListener.IsEnd).Select(item => item.OperationId).Where(ids.Contains);
        Assert.Equal([deploy.OperationId, remove.OperationId], ends);
        Assert.False(mesh.Has("ConfigMap", "one"));
    }
}
