using NsmPS.E2E.World;
using static NsmPS.E2E.World.MeshWorld;

namespace NsmPS.E2E;

/// <summary>What changes a mesh that is in use.</summary>
[Collection(ClusterCollection.Name)]
[Turn(6)]
public class UpdateTests(MeshWorld world)
{
    private static readonly TimeSpan s_longestGap = TimeSpan.FromSeconds(1);

    [Fact]
    [Turn(1)]
    public async Task UpdateRestoreAndAFailedUpdate_LoseNoPing()
    {
        RequireCluster();
        world.EnsureNoMesh();
        Assert.Equal("v0.2.0 Ready", Change("Install-NsmMesh v0.2.0 -ForwardingPlane kernel"));
        world.EnsureSample();
        var pings = SteadyPing.Start(world.Ping());
        try
        {
            Assert.Equal("v0.2.1 Ready", Change("Update-NsmMesh v0.2.1"));
            Assert.Equal("v0.2.0 Ready", Change("Restore-NsmMesh"));
            var failed = world.Run("Update-NsmMesh v0.2.1 -ImageTag v0.2.0-missing -RollbackOnFailure -Timeout 30");

            var error = failed.Ending ?? Assert.Single(failed.Errors);
            Assert.StartsWith("ImagesNotPulled,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("Nothing was changed; revision 3 goes on running", error.ToString(), StringComparison.Ordinal);
            var ends = await Task.WhenAll(pings.Select(ping => ping.EndAsync()));
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', ends.AsEnumerable()));
            Assert.All(ends, end => Assert.True(end.Lost == 0 && end.LongestGap < s_longestGap, $"{end}"));
        }
        finally
        {
            foreach (var ping in pings)
            {
                ping.Dispose();
            }
        }

        Assert.Equal(
            ["3 Restore v0.2.0 Complete", "2 Update v0.2.1 Complete", "1 Install v0.2.0 Complete"],
            world.Texts("Get-NsmMeshHistory | ForEach-Object { \"$($_.Revision) $($_.Operation) $($_.Version) $($_.State)\" }"));
        world.EnsureNoMesh();
    }

    [Fact]
    public async Task EveryEditByHand_IsFoundAndRepaired_AndWhatOthersAddedStays()
    {
        RequireCluster();
        world.EnsureMesh();
        await Tool.KubectlAsync("label", "namespace", "nsm-system", "theirs=x");
        await Tool.KubectlAsync("annotate", "daemonset/nsmgr", "-n", "nsm-system", "theirs=x");
        Assert.Equal("True", world.One("Compare-NsmMesh -Quiet").ToString());

        // One after the other: several are of one object.
        foreach (var edit in HandMade.Edits)
        {
            await Tool.KubectlAsync(edit.Arguments);
        }

        var found = world.Texts("Compare-NsmMesh | ForEach-Object { \"$($_.Drift) $($_.Kind)/$($_.Name) $($_.Path)\" }")
            .Select(line => line.TrimEnd());
        Assert.Equal(HandMade.Edits.Select(edit => edit.Drift).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal("v0.2.1 Ready", Change("Repair-NsmMesh -Confirm:$false"));
        Assert.Equal("True", world.One("Compare-NsmMesh -Quiet").ToString());
        Assert.Equal("x", await Tool.KubectlAsync("get", "namespace", "nsm-system", "-o", "jsonpath={.metadata.labels.theirs}"));
        Assert.Equal("x",
            await Tool.KubectlAsync("get", "daemonset/nsmgr", "-n", "nsm-system", "-o", "jsonpath={.metadata.annotations.theirs}"));
    }

    private string Change(string command)
    {
        var mesh = world.One($"{command} -Timeout 180");
        return $"{Property(mesh, "Version")} {Property(mesh, "State")}";
    }
}
