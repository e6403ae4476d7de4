using NsmPS.E2E.World;
using static NsmPS.E2E.World.MeshWorld;

namespace NsmPS.E2E;

/// <summary>What others' installations of NSM left on a cluster.</summary>
[Collection(ClusterCollection.Name)]
[Turn(5)]
public class ResidueTests(MeshWorld world)
{
    private const string Left = "Get-NsmResidue | Where-Object { $_.Removable } | ForEach-Object { \"$($_.Kind)/$($_.Name)\" }";

    [Theory]
    [InlineData("v0.2")]
    [InlineData("v1")]
    public async Task Leftovers_AreListedAndRemoved_AndNothingElse(string generation)
    {
        RequireCluster();
        world.EnsureNoMesh();
        var clean = await ClusterSnapshot.NamesAsync();
        await Tool.KubectlAsync("apply", "-f", Planted("bystanders"));
        try
        {
            var before = await ClusterSnapshot.NamesAsync();
            Assert.Empty(world.Texts(Left));
            await Tool.KubectlAsync("apply", "-f", Planted(generation));
            var planted = (await Tool.KubectlAsync("get", "-f", Planted(generation), "-o",
                "jsonpath={range .items[*]}{.kind}/{.metadata.name}{\"\\n\"}{end}"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);

            Assert.Equal(planted.Order(StringComparer.Ordinal), world.Texts(Left).Order(StringComparer.Ordinal));
            world.Run("Get-NsmResidue | Remove-NsmResidue -Confirm:$false").ThrowIfFailed();

            Assert.Empty(world.Texts(Left));
            Assert.Equal(before, await ClusterSnapshot.NamesAsync());
        }
        finally
        {
            await Tool.KubectlAsync("delete", "-f", Planted("bystanders"), "-f", Planted(generation), "--ignore-not-found");
        }

        Assert.Equal(clean, await ClusterSnapshot.NamesAsync());
    }

    private static string Planted(string name) => Path.Combine(Settings.Tests, "E2E", "leftovers", $"{name}.yaml");
}
