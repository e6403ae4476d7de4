using System.Text.Json.Nodes;
using NsmPS.Checks;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Operations;
using NsmPS.Kubernetes;
using NsmPS.Mesh;
using NsmPS.Operations;
using NsmPS.Samples;

namespace NsmPS.Core.Tests.Checks;

/// <summary>A sound mesh with its sample, in which a test breaks one thing.</summary>
internal sealed class CheckWorld : IDisposable
{
    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromMinutes(2) };

    private CheckWorld()
    {
        Mesh = new FakeMesh(Clock);
        Client = Mesh.Server.CreateClient();
    }

    public ShiftedTime Clock { get; } = new();

    public FakeMesh Mesh { get; }

    public ClusterClient Client { get; }

    public MeshCluster Cluster => new(Client, Repository.Catalog);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<CheckWorld> StartAsync()
    {
        var world = new CheckWorld();
        var plan = await new MeshPlanner(world.Cluster)
            .PlanInstallAsync(new NsmMeshOptions { Version = "v0.2.1", ForwardingPlane = "kernel" }, force: false, Token);
        (await Events.CollectAsync(plan.RunAsync(s_run, Token))).Result<NsmMesh>();
        var sample = await new SamplePlanner(world.Cluster)
            .PlanCreateAsync(new NsmSampleAppOptions { Name = "icmp-responder" }, force: false, Token);
        (await Events.CollectAsync(sample.RunAsync(s_run, Token))).Result<NsmSampleApp>();
        return world;
    }

    public void Dispose() => Client.Dispose();

    public Task<IReadOnlyList<NsmCheckResult>> TestAsync(NsmCheckOptions? options = null) =>
        new MeshTester(new(Client, Repository.Catalog)).TestAsync(options ?? new NsmCheckOptions(), Token);

    public void Change(ResourceType type, string name, Action<JsonObject> change)
    {
        var item = Mesh.Server.All(type).First(item => item.Name().StartsWith(name, StringComparison.Ordinal));
        Mesh.Server.Update(item.Key(), change);
    }

    public void Remove(ResourceType type, string name) =>
        Mesh.Server.Remove(Mesh.Server.All(type).First(item => item.Name() == name).Key());

    /// <summary>Deletes pods and puts the same ones there again, an hour younger.</summary>
    public void Restart(string name)
    {
        var pods = Mesh.Server.All(KnownTypes.Pods).Where(item => item.Name().StartsWith(name, StringComparison.Ordinal)).ToArray();
        Clock.Shift = TimeSpan.FromHours(1);
        foreach (var pod in pods)
        {
            Mesh.Server.Remove(pod.Key());
            Mesh.Server.Put(pod.Clone());
        }

        Clock.Shift = TimeSpan.Zero;
    }

    public void Put(string json) => Mesh.Server.Put(JsonNode.Parse(json)!.AsObject());

    /// <summary>Gives a pod one container status in addition.</summary>
    public void Status(string pod, string container, string state) => Change(KnownTypes.Pods, pod, item =>
    {
        var status = JsonNode.Parse(state)!.AsObject();
        status["name"] = container;
        item.Ensure("status")["containerStatuses"] = new JsonArray(status);
    });
}
