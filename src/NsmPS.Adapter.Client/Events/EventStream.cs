using Grpc.Core;
using NsmPS.Adapter.Client.Calls;
using NsmPS.Meshes;

namespace NsmPS.Adapter.Client.Events;

/// <summary>One open stream of events, until it breaks.</summary>
internal sealed class EventStream : IDisposable
{
    // Servers in Go send nothing, not even headers, before the first event: a stream that did not fail by then counts as open.
    private static readonly TimeSpan s_openLimit = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_refusalLimit = TimeSpan.FromMilliseconds(20);

    private readonly AdapterCalls _calls;
    private readonly AsyncServerStreamingCall<EventsResponse> _call;
    private readonly TimeProvider _time;
    private Task<bool>? _next;

    private EventStream(AdapterCalls calls, AsyncServerStreamingCall<EventsResponse> call, TimeProvider time) =>
        (_calls, _call, _time) = (calls, call, time);

    /// <summary>Whether the server has confirmed that the stream is open.</summary>
    public bool IsConfirmed { get; private set; }

    /// <summary>Asks for the mesh's name, as a Meshery server does before it opens a stream, and opens one.</summary>
    /// <exception cref="NsmException">Either failed.</exception>
    public static async Task<EventStream> OpenAsync(AdapterCalls calls, TimeProvider time, CancellationToken cancellationToken)
    {
        await calls.MeshNameAsync(cancellationToken);
        var stream = new EventStream(calls, calls.StreamEvents(cancellationToken), time);
        try
        {
            await stream.ConfirmAsync(cancellationToken);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The next event; null when the server has ended the stream.</summary>
    /// <exception cref="NsmException">The stream broke.</exception>
    public async Task<NsmAdapterEvent?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            var next = _next ?? _call.ResponseStream.MoveNext(cancellationToken);
            _next = null;
            return await next ? EventConversion.From(_call.ResponseStream.Current, _time.GetUtcNow()) : null;
        }
        catch (RpcException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw _calls.StreamFailure(failure);
        }
    }

    public void Dispose() => _call.Dispose();

    private async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        _next = _call.ResponseStream.MoveNext(cancellationToken);
        await Task.WhenAny(_next, _call.ResponseHeadersAsync, Task.Delay(s_openLimit, _time, cancellationToken));
        if (_call.ResponseHeadersAsync.IsCompletedSuccessfully)
        {
            // A refusal has headers too; it follows them at once.
            await Task.WhenAny(_next, Task.Delay(s_refusalLimit, _time, cancellationToken));
            IsConfirmed = true;
        }

        if (_next.IsFaulted)
        {
            await NextAsync(cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
