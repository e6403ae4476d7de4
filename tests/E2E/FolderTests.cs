using NsmPS.E2E.World;
using static NsmPS.E2E.World.MeshWorld;

namespace NsmPS.E2E;

/// <summary>A sample out of a folder, and what wires carry: both stand on the mesh and the sample that others have left.</summary>
[Collection(ClusterCollection.Name)]
[Turn(11)]
public sealed class FolderTests(MeshWorld world) : IDisposable
{
    private const string Name = "till";
    private const string Space = "folder-till";

    private const string Client =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: till, annotations: {ns.networkservicemesh.io: icmp-responder/till0}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: till}}
          template:
            metadata: {labels: {app: till}}
            spec:
              containers: [{name: main, image: 'docker.io/library/alpine:3.22', command: [sleep, '86400']}]
        """;

    private static readonly string[] s_shown =
        ["Client", "Verdict", "Tool", "Bandwidth", "PodBandwidth", "LatencyP50", "PathMtu", "Mtu", "Detail"];

    private static readonly string[] s_sound = ["Ok", "LargePacketsLost"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nsmps-folder-");

    public void Dispose()
    {
        world.Run($"Get-NsmSampleApp | Where-Object Name -EQ {Name} | Remove-NsmSampleApp -Timeout 120").ThrowIfFailed();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Sample_OutOfAFolder_IsProvenAndLeavesNothing()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "till.yaml"), Client, TestContext.Current.CancellationToken);
        world.EnsureMesh();
        world.EnsureSample();

        var app = world.One($"New-NsmSampleApp -Path $args[0] -Name {Name} -Namespace {Space} -Timeout 120", _folder.FullName);

        Assert.Equal(("Ready", "2", "2"), (Property(app, "State"), Property(app, "Clients"), Property(app, "ClientsWired")));
        Assert.Equal(["Ok", "Ok"], Column(world.Ping($"-SampleApp {Name} -Count 1"), "Verdict"));
        world.Run($"Remove-NsmSampleApp {Name} -Timeout 120").ThrowIfFailed();
        Assert.DoesNotContain(Name, Column(world.Run("Get-NsmSampleApp").ThrowIfFailed().Output, "Name"));
        Assert.DoesNotContain(Space, Column(world.Run("Get-NsmClient").ThrowIfFailed().Output, "Namespace"));
    }

    [Fact]
    public void Throughput_OfEveryWire_IsMeasuredBesideThePodNetwork()
    {
        world.EnsureMesh();
        world.EnsureSample();

        var rows = world.Run("Measure-NsmThroughput -Duration 1s").Output;

        foreach (var row in rows)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join(' ', s_shown.Select(name => Property(row, name))));
        }

        // How fast it is hangs on the machine, and whether large packets come through on its network.
        Assert.Equal(4, rows.Count);
        Assert.All(rows, row => Assert.Contains(Property(row, "Verdict"), s_sound));
        Assert.All(rows, row => Assert.True((double?)row.Properties["LatencyP50"].Value > 0));
        Assert.All(rows.Where(row => Property(row, "Verdict") == "Ok"),
            row => Assert.True((double?)row.Properties["PodBandwidth"].Value > 0, Property(row, "Detail")));
    }
}
