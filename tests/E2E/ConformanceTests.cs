using NsmPS.E2E.World;

namespace NsmPS.E2E;

/// <summary>The conformance suites on the cluster, in both generations.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, ClusterCollection.Second)]
[Turn(14)]
public sealed class ConformanceTests(MeshWorld world) : IDisposable
{
    private const string All = "Mesh, Kernel, Memif, Services, Healing, Removal";

    private const string Run =
        """
        Import-Module -Name $args[0]
        $null = Install-NsmMesh -Version $args[1] -Force
        foreach ($row in Invoke-NsmConformance -Suite ($args[2] -split ', ')) {
            "$($row.Outcome) $($row.Suite) $($row.Name) $($row.Message)"
        }
        """;

    public void Dispose() => world.EnsureNoMesh();

    [Theory]
    [InlineData("v0.2.1", "Mesh, Kernel")]
    [InlineData("v1.18.0", "Mesh, Memif")]
    public async Task Suites_OnASoundCluster_Pass(string version, string suites)
    {
        world.EnsureNoMesh();
        var chosen = Settings.IsLong ? All : suites;

        var rows = await Pwsh.StoryAsync(Run, Built.Pester, version, chosen);

        Assert.DoesNotContain(rows, row => row.StartsWith("Failed", StringComparison.Ordinal));
        Assert.Equal(chosen.Split(", ").Order(StringComparer.Ordinal),
            rows.Select(row => row.Split(' ')[1]).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("Passed", StringComparison.Ordinal));
    }
}
