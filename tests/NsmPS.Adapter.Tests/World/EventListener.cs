extern alias client;

using System.Threading.Channels;
using client::NsmPS.Meshes;
using Grpc.Core;
using static client::NsmPS.Meshes.MeshService;

namespace NsmPS.Adapter.Tests.World;

/// <summary>Reads an event stream and keeps what it got.</summary>
internal sealed class EventListener : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private readonly AsyncServerStreamingCall<EventsResponse> _call;
    private readonly Channel<EventsResponse> _arrived = System.Threading.Channels.Channel.CreateUnbounded<EventsResponse>();
    private readonly List<EventsResponse> _all = [];

    private EventListener(AsyncServerStreamingCall<EventsResponse> call)
    {
        _call = call;
        Reading = ReadAsync();
    }

    /// <summary>Ends with the stream; throws what the stream ended with.</summary>
    public Task Reading { get; }

    public IReadOnlyList<EventsResponse> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    public static async Task<EventListener> StartAsync(MeshServiceClient client)
    {
        var call = client.StreamEvents(new EventsRequest());
        await call.ResponseHeadersAsync.WaitAsync(s_limit);
        return new EventListener(call);
    }

    public static bool IsEnd(EventsResponse item) =>
        item.EventType == EventType.Error || item.Summary.Contains(" successfully on ", StringComparison.Ordinal);

    /// <summary>Waits until so many events came that match.</summary>
    public async Task<IReadOnlyList<EventsResponse>> WaitAsync(Func<EventsResponse, bool> matches, int count = 1)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(s_limit);
        while (true)
        {
            var found = All.Where(matches).ToList();
            if (found.Count >= count)
            {
                return found;
            }

            try
            {
                if (!await _arrived.Reader.WaitToReadAsync(deadline.Token))
                {
                    Assert.Fail($"The stream ended before {count} events: {string.Join('\n', All.Select(item => item.Summary))}");
                }
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"No {count} events in time: {string.Join('\n', All.Select(item => item.Summary))}");
            }

            while (_arrived.Reader.TryRead(out _))
            {
            }
        }
    }

    /// <summary>Waits for the end of an operation on each of its clusters.</summary>
    public Task<IReadOnlyList<EventsResponse>> EndsAsync(string operationId, int clusters = 1) =>
        WaitAsync(item => item.OperationId == operationId && IsEnd(item), clusters);

    public async Task<EventsResponse> EndAsync(string operationId) => Assert.Single(await EndsAsync(operationId));

    public void Dispose() => _call.Dispose();

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var item in _call.ResponseStream.ReadAllAsync())
            {
                lock (_all)
                {
                    _all.Add(item);
                }

                _arrived.Writer.TryWrite(item);
            }
        }
        finally
        {
            _arrived.Writer.TryComplete();
        }
    }
}
