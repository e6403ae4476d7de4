extern alias core;

using core::NsmPS.Checks;

namespace NsmPS.Sandbox.Tests.Checks;

/// <summary>The checks of a mesh of NSM v1: a sound one passes them all, and each thing that can go wrong is named.</summary>
public sealed class V1CheckTests(V1World world) : IClassFixture<V1World>
{
    private static readonly string[] s_ofV02 = ["ClientDns", "EnoughSockets", "LeftoverLinks", "NodeSockets", "OwnInitContainers",
        "SecureMode", "StaleManagers"];

    public static TheoryData<string> Faults => [.. V1Faults.All.Keys];

    [Fact]
    public async Task Test_SoundMesh_PassesAndSkipsWhatOnlyV02Has()
    {
        var rows = await world.TestAsync();

        Assert.All(rows,
            row => Assert.True(row.Outcome == (s_ofV02.Contains(row.Id) ? NsmCheckOutcome.Skipped : NsmCheckOutcome.Passed), $"{row}"));
        Assert.Equal(s_ofV02, rows.Where(row => row.Outcome == NsmCheckOutcome.Skipped).Select(row => row.Id)
            .Order(StringComparer.Ordinal));
        Assert.All(rows.Where(row => row.Outcome == NsmCheckOutcome.Skipped),
            row => Assert.Equal("The check is for NSM v0.2, and the mesh is of generation v1.", row.Message));
        Assert.Contains(rows, row => row.Id == "WiresAlive" && row.Message == "4 of 4 clients reach their endpoint.");
        Assert.Equal(3, rows.Count(row => row.Id == "NodeManager"));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Test_OneFault_IsNamed(string fault)
    {
        var expected = V1Faults.All[fault];
        var broken = new BrokenFacts(world.Facts);
        expected.Break(broken);

        var rows = CheckList.Choose([], ping: true).SelectMany(check => check.Run(broken.Facts)).ToArray();

        var row = rows.FirstOrDefault(row =>
            row.Id == expected.Id && row.Outcome == expected.Outcome && row.Target.Contains(expected.Target, StringComparison.Ordinal)
            && $"{row.Message}{row.Evidence}{row.Hint}".Contains(expected.Says, StringComparison.Ordinal));
        Assert.True(row is not null, string.Join('\n', rows.Where(row => row.Outcome != NsmCheckOutcome.Passed)));
        Assert.NotEmpty(row.Hint);
    }
}
