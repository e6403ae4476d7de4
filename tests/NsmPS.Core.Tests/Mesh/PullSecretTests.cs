using System.Text.Json.Nodes;
using NsmPS.Checks.Repair;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Operations;
using NsmPS.Kubernetes;
using NsmPS.Mesh;
using NsmPS.Mesh.Updates;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;
using NsmPS.Samples;

namespace NsmPS.Core.Tests.Mesh;

/// <summary>Secrets for private registries: refused before anything is sent where they are not there, and kept by what comes
/// later.</summary>
public sealed class PullSecretTests : IDisposable
{
    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromMinutes(2) };
    private static readonly NsmMeshOptions s_options = new() { Version = "v0.2.1", ForwardingPlane = "kernel", ImagePullSecrets = ["reg"] };

    private readonly FakeMesh _mesh = new();
    private readonly ClusterClient _client;

    public PullSecretTests() => _client = _mesh.Server.CreateClient();

    private MeshCluster Cluster => new(_client, Repository.Catalog);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData(null, "is not there")]
    [InlineData("Opaque", "is of type Opaque")]
    public async Task Install_SecretThatPullsNothing_IsRefusedBeforeAnythingIsSent(string? type, string says)
    {
        Put(type);

        var error = await Assert.ThrowsAsync<NsmException>(() => new MeshPlanner(Cluster).PlanInstallAsync(s_options, force: false, Token));

        Assert.Equal(NsmErrors.OptionInvalid, error.Error);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("docker-registry reg", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(_mesh.Server.Requests, request => !request.IsReadOnly);
    }

    [Fact]
    public async Task UpdateSampleAndRepair_KeepTheSecrets()
    {
        Put("kubernetes.io/dockerconfigjson");
        await RunAsync(await new MeshPlanner(Cluster).PlanInstallAsync(s_options, force: false, Token));
        await RunAsync(await new MeshChangePlanner(Cluster).PlanUpdateAsync(null, new MeshChange { ImageTag = "v9" }, force: false, Token));
        var sample = new NsmSampleAppOptions { Name = "icmp-responder", ImagePullSecrets = ["reg"] };
        await RunAsync(await new SamplePlanner(Cluster).PlanCreateAsync(sample, force: false, Token));
        _mesh.Leftovers[("n1", "nsm0")] = true;
        await RunAsync(await new RepairPlanner(Cluster).PlanAsync(new RepairOptions(), Token));

        Assert.All(_mesh.Server.All(KnownTypes.Deployments).Concat(_mesh.Server.All(KnownTypes.DaemonSets)),
            item => Assert.Equal(["reg"], PodSettings.PullSecretsOf(item)));
        var missing = sample with { ImagePullSecrets = ["nowhere"] };
        await Assert.ThrowsAsync<NsmException>(() => new SamplePlanner(Cluster).PlanCreateAsync(missing, force: false, Token));
    }

    private void Put(string? type)
    {
        _mesh.Server.Put(JsonNode.Parse(
            $$"""{ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "{{FakeMesh.Home}}" } }""")!.AsObject());
        if (type is not null)
        {
            _mesh.Server.Put(JsonNode.Parse(
                $$"""
                { "apiVersion": "v1", "kind": "Secret", "metadata": { "name": "reg", "namespace": "{{FakeMesh.Home}}" },
                  "type": "{{type}}" }
                """)!.AsObject());
        }
    }

    private static async Task RunAsync(LifecyclePlan plan) => (await Events.CollectAsync(plan.RunAsync(s_run, Token))).Result<object>();
}
