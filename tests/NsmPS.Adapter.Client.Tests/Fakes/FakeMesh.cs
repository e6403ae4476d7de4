using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using NsmPS.Meshes;

namespace NsmPS.Adapter.Client.Tests.Fakes;

/// <summary>An adapter's service whose answers a test can change.</summary>
internal sealed class FakeMesh : MeshService.MeshServiceBase
{
    private readonly ConcurrentDictionary<ServerCallContext, Channel<EventsResponse>> _listeners = new();

    public string Name { get; set; } = "NETWORK_SERVICE_MESH";

    public string ComponentName { get; set; } = "NETWORK_SERVICE_MESH";

    public List<string> Versions { get; } = ["v0.2.1", "v0.2.0"];

    public List<SupportedOperation> Operations { get; } =
    [
        new() { Key = "custom", Value = "Custom YAML", Category = OpCategory.Custom },
        new() { Key = "network_service_mesh", Value = "NSM", Category = OpCategory.Install },
    ];

    public string OperationsError { get; set; } = "none";

    /// <summary>Refuses a call by its name; null lets it through.</summary>
    public Func<string, Status?> Refuse { get; set; } = _ => null;

    /// <summary>Holds a call up until the caller gives up.</summary>
    public string? Hanging { get; set; }

    /// <summary>Servers in Go send no headers before the first event.</summary>
    public bool SendsHeadersAtOnce { get; set; } = true;

    /// <summary>What happens when an operation is given.</summary>
    public Action<ApplyRuleRequest, FakeMesh> Applied { get; set; } = (_, _) => { };

    public string ApplyError { get; set; } = "";

    public ConcurrentQueue<ApplyRuleRequest> Requests { get; } = [];

    public ConcurrentQueue<string> Calls { get; } = [];

    public int Listeners => _listeners.Count;

    public void Tell(EventsResponse message)
    {
        foreach (var listener in _listeners.Values)
        {
            listener.Writer.TryWrite(message);
        }
    }

    public override async Task<MeshNameResponse> MeshName(MeshNameRequest request, ServerCallContext context) =>
        await EnterAsync(context, new MeshNameResponse { Name = Name });

    public override async Task<MeshVersionsResponse> MeshVersions(MeshVersionsRequest request, ServerCallContext context) =>
        await EnterAsync(context, new MeshVersionsResponse { Version = { Versions } });

    public override async Task<SupportedOperationsResponse> SupportedOperations(SupportedOperationsRequest request,
        ServerCallContext context) =>
        await EnterAsync(context, new SupportedOperationsResponse { Ops = { Operations }, Error = OperationsError });

    public override async Task<ComponentInfoResponse> ComponentInfo(ComponentInfoRequest request, ServerCallContext context) =>
        await EnterAsync(context, new ComponentInfoResponse
        {
            Type = "adapter",
            Name = ComponentName,
            Version = "v1.2.3",
            GitSha = "abc",
            Properties = { Properties }
        });

    public Dictionary<string, string> Properties { get; } = [];

    public override async Task<ApplyRuleResponse> ApplyOperation(ApplyRuleRequest request, ServerCallContext context)
    {
        var answer = await EnterAsync(context, new ApplyRuleResponse { OperationId = request.OperationId, Error = ApplyError });
        Requests.Enqueue(request);
        Applied(request, this);
        return answer;
    }

    public override async Task StreamEvents(EventsRequest request, IServerStreamWriter<EventsResponse> responseStream,
        ServerCallContext context)
    {
        await EnterAsync(context, request);
        var events = Channel.CreateUnbounded<EventsResponse>();
        _listeners[context] = events;
        try
        {
            if (SendsHeadersAtOnce)
            {
                await context.WriteResponseHeadersAsync([]);
            }

            await foreach (var message in events.Reader.ReadAllAsync(context.CancellationToken))
            {
                await responseStream.WriteAsync(message, context.CancellationToken);
            }
        }
        finally
        {
            _listeners.TryRemove(context, out _);
        }
    }

    /// <summary>Ends every open stream as a server does that has nothing more to say.</summary>
    public void EndStreams()
    {
        foreach (var listener in _listeners.Values)
        {
            listener.Writer.TryComplete();
        }
    }

    private async Task<T> EnterAsync<T>(ServerCallContext context, T answer)
    {
        var call = context.Method.Split('/')[^1];
        Calls.Enqueue(call);
        if (Refuse(call) is { } status)
        {
            throw new RpcException(status);
        }

        if (Hanging == call)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
        }

        return answer;
    }
}
