extern alias client;

using client::NsmPS.Meshes;
using NsmPS.Adapter.Tests.World;
using NsmPS.Core.Tests.Server;

namespace NsmPS.Adapter.Tests.Grpc;

/// <summary>Operations that meet on one cluster.</summary>
public sealed class QueueTests : AdapterTest
{
    private const string Mesh = "network_service_mesh";

    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task SameRequest_WhileItRuns_JoinsAndBothEnd()
    {
        HoldUp("alpha");
        using var events = await Adapter.ListenAsync();
        var first = Request(Mesh, "alpha");
        var second = Request(Mesh, "alpha");

        await Adapter.Client.ApplyOperationAsync(first, cancellationToken: Token);
        await events.WaitAsync(item => item.OperationId == first.OperationId);
        await Adapter.Client.ApplyOperationAsync(second, cancellationToken: Token);
        var told = Assert.Single(await events.WaitAsync(item => item.OperationId == second.OperationId));
        Assert.Contains(first.OperationId, told.Details, StringComparison.Ordinal);
        _gate.SetResult();

        var ends = new[] { await events.EndAsync(first.OperationId), await events.EndAsync(second.OperationId) };
        Assert.All(ends, end =>
            Assert.StartsWith("NSM service mesh installed successfully on alpha", end.Summary, StringComparison.Ordinal));
        Assert.Single(Adapter.Clusters["alpha"].Server.Requests,
            request => request is { Method: "PATCH", IsReadOnly: false, Path: "/apis/apps/v1/namespaces/nsm-system/daemonsets/nsmgr" });
    }

    [Fact]
    public async Task OtherRequest_SameCluster_WaitsForItsTurn()
    {
        HoldUp("alpha");
        using var events = await Adapter.ListenAsync();
        var install = Request(Mesh, "alpha");
        var sample = Request("nsm-icmp-responder-sample-app", "alpha");

        await Adapter.Client.ApplyOperationAsync(install, cancellationToken: Token);
        await events.WaitAsync(item => item.OperationId == install.OperationId);
        await Adapter.Client.ApplyOperationAsync(sample, cancellationToken: Token);
        var waits = Assert.Single(await events.WaitAsync(item => item.OperationId == sample.OperationId));
        Assert.Contains(install.OperationId, waits.Details, StringComparison.Ordinal);
        _gate.SetResult();

        Assert.Equal(EventType.Info, (await events.EndAsync(install.OperationId)).EventType);
        Assert.Equal(EventType.Info, (await events.EndAsync(sample.OperationId)).EventType);
    }

    [Fact]
    public async Task SameCluster_UnderAnotherAddress_WaitsForItsTurn()
    {
        HoldUp("alpha");
        Adapter.Clusters.AddAddress("alias", "alpha");
        using var events = await Adapter.ListenAsync();
        var install = Request(Mesh, "alpha");
        var sample = Request("nsm-icmp-responder-sample-app", "alias");

        await Adapter.Client.ApplyOperationAsync(install, cancellationToken: Token);
        await Adapter.Client.ApplyOperationAsync(sample, cancellationToken: Token);
        var waits = Assert.Single(await events.WaitAsync(item => item.OperationId == sample.OperationId));
        Assert.Contains(install.OperationId, waits.Details, StringComparison.Ordinal);
        _gate.SetResult();

        Assert.Equal(EventType.Info, (await events.EndAsync(install.OperationId)).EventType);
        Assert.Equal(EventType.Info, (await events.EndAsync(sample.OperationId)).EventType);
    }

    [Fact]
    public async Task OtherCluster_WhileOneIsHeldUp_IsDoneAtOnce()
    {
        HoldUp("alpha");
        _ = Adapter.Clusters["beta"];
        using var events = await Adapter.ListenAsync();
        var held = Request(Mesh, "alpha");
        var free = Request(Mesh, "beta");

        await Adapter.Client.ApplyOperationAsync(held, cancellationToken: Token);
        await Adapter.Client.ApplyOperationAsync(free, cancellationToken: Token);

        Assert.Equal(EventType.Info, (await events.EndAsync(free.OperationId)).EventType);
        Assert.DoesNotContain(events.All, item => item.OperationId == held.OperationId && EventListener.IsEnd(item));
        _gate.SetResult();
        await events.EndAsync(held.OperationId);
    }

    [Fact]
    public async Task Stop_RunningOperation_EndsByAnErrorEventAndTheStreamEndsWell()
    {
        await using var adapter = await TestAdapter.StartAsync(settings => settings with { StopTimeout = TimeSpan.FromMilliseconds(300) });
        adapter.Clusters["alpha"].Server.InterceptAsync(HoldWrites);
        using var events = await adapter.ListenAsync();
        var request = Request(Mesh, "alpha");
        await adapter.Client.ApplyOperationAsync(request, cancellationToken: Token);
        await events.WaitAsync(item => item.OperationId == request.OperationId);

        var stop = adapter.StopAsync(Token);
        var end = await events.EndAsync(request.OperationId);
        await events.Reading.WaitAsync(TimeSpan.FromMinutes(1), Token);
        await stop;

        Assert.Equal((EventType.Error, "1063"), (end.EventType, end.ErrorCode));
        Assert.Contains("completes what was begun", end.SuggestedRemediation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_OperationThatEndsInTime_SucceedsWhileNewOnesAreRefused()
    {
        await using var adapter = await TestAdapter.StartAsync();
        adapter.Clusters["alpha"].Server.InterceptAsync(HoldWrites);
        using var events = await adapter.ListenAsync();
        var request = Request(Mesh, "alpha");
        await adapter.Client.ApplyOperationAsync(request, cancellationToken: Token);
        await events.WaitAsync(item => item.OperationId == request.OperationId);

        var stop = adapter.StopAsync(Token);
        var health = new global::Grpc.Health.V1.Health.HealthClient(adapter.Channel);
        while ((await health.CheckAsync(new global::Grpc.Health.V1.HealthCheckRequest(),
            cancellationToken: Token)).Status == global::Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving)
        {
            await Task.Yield();
        }

        // Refusing begins a moment after health says so.
        var refused = await Assert.ThrowsAsync<global::Grpc.Core.RpcException>(async () =>
        {
            while (!Token.IsCancellationRequested)
            {
                await adapter.Client.ApplyOperationAsync(Request("custom-unknown"), cancellationToken: Token);
                await adapter.Client.ApplyOperationAsync(Request(Mesh, "alpha"), cancellationToken: Token);
            }
        });
        Assert.Equal(global::Grpc.Core.StatusCode.Unavailable, refused.StatusCode);
        _gate.SetResult();

        Assert.Equal(EventType.Info, (await events.EndAsync(request.OperationId)).EventType);
        await stop;
    }

    private void HoldUp(string cluster) => Adapter.Clusters[cluster].Server.InterceptAsync(HoldWrites);

    private async Task<HttpResponseMessage?> HoldWrites(SeenRequest request, CancellationToken cancellationToken)
    {
        if (!request.IsReadOnly)
        {
            await _gate.Task.WaitAsync(cancellationToken);
        }

        return null;
    }
}
