using Microsoft.Extensions.Time.Testing;
using NsmPS.Adapter.Tests.World;

namespace NsmPS.Adapter.Tests.Grpc;

/// <summary>The steps of <c>mesheryctl adapter deploy --watch</c> end as the operation did.</summary>
public sealed class MesheryctlTests : AdapterTest
{
    private const string Mesh = "network_service_mesh";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    private protected override Task<TestAdapter> StartAsync() => TestAdapter.StartAsync(time: _time);

    [Fact]
    public async Task Deploy_Works_IsSuccess()
    {
        _ = Adapter.Clusters["alpha"];
        await Adapter.Client.ApplyOperationAsync(Request(Mesh, "alpha"), cancellationToken: Token);

        Assert.True(await Mesheryctl.WatchAsync(Adapter.Client));
    }

    [Fact]
    public async Task Deploy_Fails_IsFailure()
    {
        await Adapter.Client.ApplyOperationAsync(Request(Mesh, "no kubeconfig"), cancellationToken: Token);

        Assert.False(await Mesheryctl.WatchAsync(Adapter.Client));
    }

    [Theory]
    [InlineData("alpha", true)]
    [InlineData("no kubeconfig", false)]
    public async Task Deploy_OverBeforeTheStreamOpensAndAnotherSawIt_IsToldAllTheSame(string cluster, bool succeeds)
    {
        _ = Adapter.Clusters["alpha"];
        using var other = await Adapter.ListenAsync();
        var request = Request(Mesh, cluster);
        await Adapter.Client.ApplyOperationAsync(request, cancellationToken: Token);
        await other.EndAsync(request.OperationId);
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(succeeds, await Mesheryctl.WatchAsync(Adapter.Client));
    }

    [Fact]
    public async Task Deploy_FailsAfterASuccessOfLongAgo_IsFailure()
    {
        _ = Adapter.Clusters["alpha"];
        using (var earlier = await Adapter.ListenAsync())
        {
            var request = Request(Mesh, "alpha");
            await Adapter.Client.ApplyOperationAsync(request, cancellationToken: Token);
            await earlier.EndAsync(request.OperationId);
        }

        // And one that nobody listened to.
        var unheard = Request(Mesh, "alpha");
        await Adapter.Client.ApplyOperationAsync(unheard, cancellationToken: Token);
        using (var later = await Adapter.ListenAsync())
        {
            await later.EndAsync(unheard.OperationId);
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        await Adapter.Client.ApplyOperationAsync(Request(Mesh, "no kubeconfig"), cancellationToken: Token);

        Assert.False(await Mesheryctl.WatchAsync(Adapter.Client));
    }
}
