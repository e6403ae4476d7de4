using NsmPS.Core.Tests.Server;

namespace NsmPS.Core.Tests.Checks;

/// <summary>Each thing that can go wrong is named by its check, and by the target it is about.</summary>
public sealed class CheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Faults => [.. CheckFaults.All.Keys];

    [Fact]
    public async Task Test_SoundMesh_EveryRowPasses()
    {
        using var world = await CheckWorld.StartAsync();

        var rows = await world.TestAsync();

        Assert.DoesNotContain(rows, row => row.Outcome != NsmCheckOutcome.Passed);
        Assert.Equal(["Node/n1", "Node/n2"], rows.Where(row => row.Id == "NodeSockets").Select(row => row.Target));
        Assert.Contains(rows, row => row.Id == "WiresAlive" && row.Message == "4 of 4 clients reach their endpoint.");
        Assert.All(Enum.GetValues<NsmCheckCategory>().Where(category => category != NsmCheckCategory.Access),
            category => Assert.Contains(rows, row => row.Category == category));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Test_OneFault_IsNamed(string fault)
    {
        using var world = await CheckWorld.StartAsync();
        var expected = CheckFaults.All[fault];
        expected.Break(world);

        var rows = await world.TestAsync();

        var row = Assert.Single(rows, row =>
            row.Id == expected.Id && row.Outcome == expected.Outcome && row.Target.Contains(expected.Target, StringComparison.Ordinal)
            && (row.Message + row.Evidence).Contains(expected.Says, StringComparison.Ordinal));
        Assert.NotEmpty(row.Hint);
    }

    [Fact]
    public async Task Test_Categories_RunsOnlyThoseAndReadsNothingElse()
    {
        using var world = await CheckWorld.StartAsync();
        var before = world.Mesh.Server.Requests.Count;

        var rows = await world.TestAsync(new NsmCheckOptions { Categories = [NsmCheckCategory.Nodes], SkipPing = true });

        Assert.All(rows, row => Assert.Equal(NsmCheckCategory.Nodes, row.Category));
        Assert.DoesNotContain(world.Mesh.Server.Requests.Skip(before),
            request => request.Path.EndsWith("/clusterroles", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Test_Always_ChangesNothing()
    {
        using var world = await CheckWorld.StartAsync();
        var before = world.Mesh.Server.Requests.Count;

        await world.TestAsync();

        Assert.All(world.Mesh.Server.Requests.Skip(before), request => Assert.True(request.IsReadOnly, $"{request.Method} {request.Path}"));
    }

    [Fact]
    public async Task Test_KindThatMayNotBeRead_SkipsItsChecksAndRunsTheOthers()
    {
        using var world = await CheckWorld.StartAsync();
        world.Mesh.Server.Refuse(request => request.Path.EndsWith("/clusterroles", StringComparison.Ordinal), 403, "Forbidden",
            "clusterroles is forbidden");

        var rows = await world.TestAsync();

        Assert.Equal(["ManagerRights"], rows.Where(row => row.Outcome == NsmCheckOutcome.Skipped).Select(row => row.Id));
        Assert.Contains(rows, row => row.Id == "WiresAlive" && row.Outcome == NsmCheckOutcome.Passed);
    }

    [Fact]
    public async Task Test_NoMesh_SaysSoAndSkipsTheRest()
    {
        var server = new ApiServer();
        using var client = server.CreateClient();

        var rows = await new NsmPS.Checks.MeshTester(new(client, Repository.Catalog)).TestAsync(new NsmCheckOptions(), Token);

        Assert.Equal("MeshInstalled", Assert.Single(rows, row => row.Outcome == NsmCheckOutcome.Failed).Id);
        Assert.All(rows.Where(row => row.Category == NsmCheckCategory.Nodes), row => Assert.Equal(NsmCheckOutcome.Skipped, row.Outcome));
    }

    [Fact]
    public async Task Test_OtherNamespace_IsAnError()
    {
        using var world = await CheckWorld.StartAsync();

        var error = await Assert.ThrowsAsync<NsmException>(() => world.TestAsync(new NsmCheckOptions { Namespace = "default" }));

        Assert.Equal(NsmErrors.MeshNotInstalled, error.Error);
    }

    [Fact]
    public async Task Test_SkipPing_StillNamesClientsThatOutlivedTheirForwarder()
    {
        using var world = await CheckWorld.StartAsync();
        world.Restart("nsm-kernel-forwarder");
        var before = world.Mesh.Server.Requests.Count;

        var rows = await world.TestAsync(new NsmCheckOptions { SkipPing = true });

        Assert.All(rows.Where(row => row.Outcome != NsmCheckOutcome.Passed),
            row => Assert.Equal(("WiresAlive", NsmCheckOutcome.Warning), (row.Id, row.Outcome)));
        Assert.Equal(4, rows.Count(row => row.Outcome == NsmCheckOutcome.Warning));
        Assert.DoesNotContain(world.Mesh.Server.Requests.Skip(before),
            request => request.Path.Contains("nsc", StringComparison.Ordinal) && request.Path.EndsWith("/exec", StringComparison.Ordinal));
    }
}
