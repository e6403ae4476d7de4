using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using NsmPS.Meshes;

namespace NsmPS.Adapter.Client.Calls;

/// <summary>The calls of one connection: each with its deadline, each failure translated.</summary>
internal sealed class AdapterCalls : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly MeshService.MeshServiceClient _mesh;
    private readonly Health.HealthClient _health;
    private readonly CallErrors _errors;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;

    public AdapterCalls(AdapterAddress address, AdapterClientOptions options, TimeProvider time)
    {
        _channel = AdapterChannel.Open(address, options);
        _mesh = new MeshService.MeshServiceClient(_channel);
        _health = new Health.HealthClient(_channel);
        _errors = new CallErrors(address, options.Deadline);
        (_deadline, _time) = (options.Deadline, time);
    }

    /// <summary>Every call of the connection, for those that no generated client has.</summary>
    public CallInvoker Invoker => _channel.CreateCallInvoker();

    public Task<MeshNameResponse> MeshNameAsync(CancellationToken cancellationToken) =>
        CallAsync(nameof(_mesh.MeshName), options => _mesh.MeshNameAsync(new MeshNameRequest(), options), cancellationToken);

    public Task<ComponentInfoResponse> ComponentInfoAsync(CancellationToken cancellationToken) =>
        CallAsync(nameof(_mesh.ComponentInfo), options => _mesh.ComponentInfoAsync(new ComponentInfoRequest(), options), cancellationToken);

    public Task<MeshVersionsResponse> MeshVersionsAsync(CancellationToken cancellationToken) =>
        CallAsync(nameof(_mesh.MeshVersions), options => _mesh.MeshVersionsAsync(new MeshVersionsRequest(), options), cancellationToken);

    public async Task<SupportedOperationsResponse> SupportedOperationsAsync(CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            nameof(_mesh.SupportedOperations), options => _mesh.SupportedOperationsAsync(new SupportedOperationsRequest(), options),
            cancellationToken);
        return answer.Error is "" or MeshNames.NoError ? answer : throw _errors.FromAnswer(answer.Error, nameof(_mesh.SupportedOperations));
    }

    public async Task<ApplyRuleResponse> ApplyAsync(ApplyRuleRequest request, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(nameof(_mesh.ApplyOperation), options => _mesh.ApplyOperationAsync(request, options),
            cancellationToken);
        return answer.Error is "" or MeshNames.NoError ? answer : throw _errors.FromAnswer(answer.Error, nameof(_mesh.ApplyOperation));
    }

    public Task<HealthCheckResponse> HealthAsync(CancellationToken cancellationToken) =>
        CallAsync(nameof(_health.Check), options => _health.CheckAsync(new HealthCheckRequest(), options), cancellationToken);

    /// <summary>Opens the stream of events. It has no deadline.</summary>
    public AsyncServerStreamingCall<EventsResponse> StreamEvents(CancellationToken cancellationToken) =>
        _mesh.StreamEvents(new EventsRequest(), cancellationToken: cancellationToken);

    /// <summary>The failure of the stream of events.</summary>
    public NsmException StreamFailure(RpcException failure) => _errors.From(failure, nameof(_mesh.StreamEvents));

    public void Dispose() => _channel.Dispose();

    private async Task<T> CallAsync<T>(string name, Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            using var running = call(new CallOptions(deadline: (_time.GetUtcNow() + _deadline).UtcDateTime,
                cancellationToken: cancellationToken));
            return await running.ResponseAsync;
        }
        catch (RpcException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw _errors.From(failure, name);
        }
    }
}
