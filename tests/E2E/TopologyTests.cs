using NsmPS.E2E.World;
using static NsmPS.E2E.World.MeshWorld;

namespace NsmPS.E2E;

/// <summary>What is shown of a mesh in use agrees with what its pings find, and is
/// written into the result file of Meshery's documentation.</summary>
[Collection(ClusterCollection.Name)]
[Turn(7)]
public sealed class TopologyTests : IDisposable
{
    private const string Line = "\"$($_.Client) $($_.ClientAddress) $($_.Endpoint) $($_.EndpointNode) $($_.Locality)\"";

    private readonly MeshWorld _world;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nsmps-e2e-");

    public TopologyTests(MeshWorld world)
    {
        _world = world;
        world.EnsureMesh();
        world.EnsureSample();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void ConnectionsChecksAndPage_AgreeWithThePings()
    {
        var pinged = _world.Texts($"Test-NsmIcmpConnectivity -Count 1 | ForEach-Object {{ {Line} }}");
        var shown = _world.Texts($"Get-NsmConnection -State Up | ForEach-Object {{ {Line} }}");
        var page = Path.Combine(_folder.FullName, "topology.html");
        _world.Run("Export-NsmTopology $args[0] -Ping", page).ThrowIfFailed();

        Assert.Equal(4, pinged.Count);
        Assert.Equal(pinged.Order(), shown.Order());
        Assert.Equal(["2 4"],
            _world.Texts("Get-NsmNetworkService icmp-responder | ForEach-Object { \"$($_.EndpointsRunning) $($_.Clients)\" }"));
        Assert.Equal(5, File.ReadAllText(page).Split("class=\"wire Proven\"").Length);
        Assert.Empty(_world.Texts("Test-NsmMesh | Where-Object Outcome -in Failed, Warning | ForEach-Object { \"$($_.Id) $($_.Target): "
            + "$($_.Message)\" }"));
    }

    [Fact]
    public async Task CompatibilityFile_OfARealRun_NamesVersionsAndEveryPod()
    {
        var result = _world.One($"Export-NsmCompatibility $args[0] {(Settings.Kubeconfig is null ? "-AllowSandbox" : "")}",
            _folder.FullName);

        var text = await File.ReadAllTextAsync(Property(result, "File"), TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        using var api = new ClusterApi();
        Assert.Contains($"k8s-version: {(await api.GetAsync("/version"))["gitVersion"]}\n", text, StringComparison.Ordinal);
        Assert.Contains("\noverall-status: passing\n", text, StringComparison.Ordinal);

        // Pods that an earlier change replaced may still be on their way out; they count for nothing.
        var pods = await api.ListAsync("/api/v1/namespaces/nsm-system/pods", TestContext.Current.CancellationToken);
        Assert.All(pods.Where(pod => pod["metadata"]!["deletionTimestamp"] is null),
            pod => Assert.Contains($"pod/{pod["metadata"]!["name"]}", text, StringComparison.Ordinal));
    }
}
