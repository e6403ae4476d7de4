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

    private const string Remove = "Remove-NsmSampleApp $args[0]";

    // A kubelet counts the sockets of an earlier v0.2 for five minutes.
    private const string Uninstall =
        """
        Uninstall-NsmMesh
        "end $($null -eq (Get-NsmMesh)) $(@(Get-NsmResidue | Where-Object Kind -ne Node).Count)"
        """;

    private static readonly string[] s_samples = ["icmp-responder", "icmp-responder-ip", "vpp-icmp-responder"];

    private static readonly TimeSpan s_healing = TimeSpan.FromMinutes(1);

    public void Dispose() => world.EnsureNoMesh();

    [Fact]
    public async Task WholeLife_InPwsh_ProvesEveryWireHealsAndLeavesNothing()
    {
        world.EnsureNoMesh();
        var before = await ClusterSnapshot.NamesAsync();
        await using var webhook = new WebhookWatch();

        Assert.Equal(["mesh Ready v1.18.0 vpp nsm-system True"], await Pwsh.StoryAsync(Install));
        var proofs = await Task.WhenAll(s_samples.Select(name => Pwsh.StoryAsync(Prove, name)));
        Assert.Equal(s_samples.Select(name => $"app Ready ns-{name} 4/4 2/2"), proofs.Select(lines => lines[0]));
        string[] rows = [.. proofs.SelectMany(lines => lines.Skip(1))];
        Assert.Equal(12, rows.Length);
        Assert.All(rows, row => Assert.Matches(@"^row Ok (Local 3/3 True|CrossNode 3/3 False) 172\.16\.1\.\d+/32 172\.16\.1\.\d+$", row));
        Assert.Contains(rows, row => row.Contains("Local", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("CrossNode", StringComparison.Ordinal));
        await LoseAnEndpointAsync("icmp-responder");
        await LoseAnEndpointAsync("vpp-icmp-responder");
        await Task.WhenAll(s_samples.Select(name => Pwsh.StoryAsync(Remove, name)));
        Assert.Equal(["end True 0"], await Pwsh.StoryAsync(Uninstall));

        Assert.Equal(["Ignore", "Fail proven", "Ignore", "gone before its pod"], await webhook.EndAsync());
        Assert.Equal(before, await ClusterSnapshot.NamesAsync());
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
