using System.IO.Compression;
using System.Text;
using NsmPS.E2E.World;

namespace NsmPS.E2E;

/// <summary>A support bundle of the cluster, and a sandbox that shows it: the same commands say the same.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, ClusterCollection.Second)]
[Turn(15)]
public sealed class BundleTests(MeshWorld world) : IAsyncLifetime
{
    // What a maintainer asks a cluster first. Sockets come free as the kubelet notices, in either order of asking.
    private const string Story =
        """
        function Read-Cluster {
            "mesh " + ((Get-NsmMesh | ForEach-Object { $_.State, $_.Version, $_.ForwardingPlane, $_.Namespace, $_.Injecting }) -join ' ')
            Get-NsmConnection | Sort-Object Client | ForEach-Object {
                "wire $($_.Client) $($_.ClientAddress) $($_.Endpoint) $($_.EndpointAddress) $($_.NetworkService) $($_.Locality) $($_.State)"
            }
            Test-NsmMesh | Where-Object Id -NE NodeSockets | Sort-Object Id, Target | ForEach-Object {
                "check $($_.Id) $($_.Target) $($_.Outcome)"
            }
            $picture = Join-Path -Path ([IO.Path]::GetTempPath()) -ChildPath "nsmps-$([guid]::NewGuid().ToString('N')).svg"
            $null = Export-NsmTopology -Path $picture
            try { (Get-Content -LiteralPath $picture) -notmatch '<title>Network Service Mesh on' | ForEach-Object { "picture $_" } }
            finally { Remove-Item -LiteralPath $picture }
        }
        # Both endpoints may give the same addresses: then only who has been pinged is known by its hardware address.
        $null = Test-NsmIcmpConnectivity -Count 1
        $live = @(Read-Cluster)
        $bundle = Export-NsmSupportBundle -Path $args[0]
        "missing $(@($bundle.NotRead).Count)"
        $sandbox = Start-NsmSandbox -Bundle $args[0] -PassThru
        try {
            Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig | Out-Null
            $shown = @(Read-Cluster)
        }
        finally { $sandbox | Stop-NsmSandbox }
        "kinds $(($live -replace ' .*' | Sort-Object -Unique) -join ' ')"
        Compare-Object -ReferenceObject $live -DifferenceObject $shown | ForEach-Object { "differs $($_.SideIndicator) $($_.InputObject)" }
        """;

    private readonly string _bundle = Path.Combine(Path.GetTempPath(), $"nsmps-bundle-{Guid.NewGuid():N}.zip");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        File.Delete(_bundle);
        await Tool.KubectlAsync("delete", "secret", "planted", "-n", "nsm-system", "--ignore-not-found");
        world.EnsureNoMesh();
    }

    [Theory]
    [InlineData("v0.2.1")]
    [InlineData("v1.18.0")]
    public async Task Bundle_InASandbox_SaysWhatTheClusterSaidWithoutASecret(string version)
    {
        world.EnsureNoMesh();
        world.Run("Install-NsmMesh -Version $args[0] -Force; New-NsmSampleApp icmp-responder", version).ThrowIfFailed();

        // kubectl writes what it applies into an annotation as well.
        var token = $"planted-{Guid.NewGuid():N}";
        await Tool.ApplyAsync(
            $"apiVersion: v1\nkind: Secret\nmetadata: {{name: planted, namespace: nsm-system}}\nstringData: {{token: {token}}}\n");

        var lines = await Pwsh.StoryAsync(Story, _bundle);

        Assert.True(lines is ["missing 0", "kinds check mesh picture wire"], string.Join('\n', lines));
        var text = await ReadAsync(_bundle);
        Assert.Contains("icmp-responder-nsc", text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(token)), text, StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(string bundle)
    {
        await using var archive = await ZipFile.OpenReadAsync(bundle, TestContext.Current.CancellationToken);
        var text = new StringBuilder();
        foreach (var entry in archive.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync(TestContext.Current.CancellationToken));
            text.Append(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        return text.ToString();
    }
}
