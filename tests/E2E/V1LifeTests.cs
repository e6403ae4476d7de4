using System.Diagnostics;
using System.Management.Automation;
using NsmPS.E2E.World;

namespace NsmPS.E2E;

/// <summary>NSM v1.18.0 with SPIRE, as a newcomer types it, in processes of their own;
/// and what NSM v1 does by itself between them.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, ClusterCollection.Second)]
public sealed class V1LifeTests(MeshWorld world) : IDisposable
{
    // The cluster of tests/cluster is older than v1.18.0 is offered for, by a label of namespaces that the lab sets.
    private const string Install =
        """
        $mesh = Install-NsmMesh -Version v1.18.0 -Force
        "mesh $($mesh.State) $($mesh.Version) $($mesh.ForwardingPlane) $($mesh.Namespace) $($mesh.Injecting)"
        """;

    private const string Prove =
        """
        $app = New-NsmSampleApp $args[0]
        "app $($app.State) $($app.Namespace) $($app.ClientsWired)/$($app.Clients) $($app.EndpointsRegistered)/$($app.Endpoints)"
        foreach ($row in Test-NsmIcmpConnectivity $args[0]) {
            "row $($row.Verdict) $($row.Locality) $($row.Sent)/$($row.Received) $($row.ClientNode -eq $row.EndpointNode) " +
            "$($row.ClientAddress) $($row.EndpointAddress)"
        }
        """;

    /// <summary>The name of a sample out of a folder, whose wires are of IPv6.</summary>
    private const string Six = "six";

    private const string ProveFolder =
        """
        $app = New-NsmSampleApp -Path $args[0] -Name six
        "app $($app.State) $($app.ClientsWired)/$($app.Clients)"
        foreach ($row in Get-NsmConnection | Where-Object NetworkService -EQ six | Test-NsmIcmpConnectivity -Count 2) {
            "row $($row.Verdict) $($row.Sent)/$($row.Received) $($row.ClientAddress) $($row.EndpointAddress)"
        }
        """;

    private const string Remove = "Remove-NsmSampleApp $args[0]";

    // A kubelet counts the sockets of an earlier v0.2 for five minutes.
    private const string Uninstall =
        """
        Uninstall-NsmMesh
        "end $($null -eq (Get-NsmMesh)) $(@(Get-NsmResidue | Where-Object Kind -ne Node).Count)"
        """;

    private static readonly string[] s_samples = ["icmp-responder", "icmp-responder-ip", "vpp-icmp-responder"];

    private static readonly TimeSpan s_healing = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nsmps-six-");

    public void Dispose()
    {
        world.EnsureNoMesh();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task WholeLife_InPwsh_ProvesEveryWireHealsAndLeavesNothing()
    {
        world.EnsureNoMesh();
        var before = await ClusterSnapshot.NamesAsync();
        await using var webhook = new WebhookWatch();

        Assert.Equal(["mesh Ready v1.18.0 vpp nsm-system True"], await Pwsh.StoryAsync(Install));
        await WriteSixAsync();
        var six = Pwsh.StoryAsync(ProveFolder, _folder.FullName);
        var proofs = await Task.WhenAll(s_samples.Select(name => Pwsh.StoryAsync(Prove, name)));
        Assert.Collection(await six, line => Assert.Equal("app Ready 4/4", line), IsVersion6, IsVersion6, IsVersion6, IsVersion6);
        Assert.Equal(s_samples.Select(name => $"app Ready ns-{name} 4/4 2/2"), proofs.Select(lines => lines[0]));
        string[] rows = [.. proofs.SelectMany(lines => lines.Skip(1))];
        Assert.Equal(12, rows.Length);
        Assert.All(rows, row => Assert.Matches(@"^row Ok (Local 3/3 True|CrossNode 3/3 False) 172\.16\.1\.\d+/32 172\.16\.1\.\d+$", row));
        Assert.Contains(rows, row => row.Contains("Local", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("CrossNode", StringComparison.Ordinal));
        await LoseAnEndpointAsync("icmp-responder");
        await LoseAnEndpointAsync("vpp-icmp-responder");
        await Task.WhenAll(s_samples.Append(Six).Select(name => Pwsh.StoryAsync(Remove, name)));
        Assert.Equal(["end True 0"], await Pwsh.StoryAsync(Uninstall));

        Assert.Equal(["Ignore", "Fail proven", "Ignore", "gone before its pod"], await webhook.EndAsync());
        Assert.Equal(before, await ClusterSnapshot.NamesAsync());
    }

    private static void IsVersion6(string row) =>
        Assert.Matches("^row Ok 2/2 2001:db8:77::[0-9a-f]{0,4}/128 2001:db8:77::[0-9a-f]{0,4}$", row);

    /// <summary>The sample of the repository under another name, with a prefix of IPv6.</summary>
    private async Task WriteSixAsync()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Built.Repository, "manifests", "samples", "icmp-responder-v1"), "*.yaml")
            .Where(file => Path.GetFileName(file) != "catalog.yaml"))
        {
            var text = (await File.ReadAllTextAsync(file)).Replace("icmp-responder", Six, StringComparison.Ordinal)
                .Replace($"cmd-nse-{Six}", "cmd-nse-icmp-responder", StringComparison.Ordinal)
                .Replace("172.16.1.0/24", "2001:db8:77::/116", StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(_folder.FullName, Path.GetFileName(file)), text);
        }
    }

    /// <summary>Its clients are wired again by themselves.</summary>
    private async Task LoseAnEndpointAsync(string sample)
    {
        var served = world.Ping($"{sample} -Count 1").GroupBy(row => MeshWorld.Property(row, "Endpoint")).First();
        using (var api = new ClusterApi())
        {
            await api.DeleteAsync($"/api/v1/namespaces/ns-{sample}/pods/{served.Key}");
        }

        var clock = Stopwatch.StartNew();
        IReadOnlyList<PSObject> rows;
        do
        {
            Assert.True(clock.Elapsed < s_healing, $"the wires to {served.Key} did not come back within {s_healing}");
            rows = world.Ping($"{sample} -Count 1");
        }
        while (rows.Any(row => MeshWorld.Property(row, "Verdict") != "Ok" || MeshWorld.Property(row, "Endpoint") == served.Key));

        Assert.Equal(4, rows.Count);
        Assert.Superset(MeshWorld.Column(served, "Client").ToHashSet(), MeshWorld.Column(rows, "Client").ToHashSet());
    }
}
