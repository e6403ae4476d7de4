using System.Net.WebSockets;

namespace NsmPS.Sandbox.Api.Streams;

/// <summary>Several streams over one WebSocket: the first byte of each message names its stream.</summary>
internal sealed class ChannelSocket : IAsyncDisposable
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(30);

    private readonly WebSocket _socket;
    private readonly Func<byte, ReadOnlyMemory<byte>, ValueTask> _take;
    private readonly CancellationTokenSource _closed;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Task _listening;

    /// <param name="socket">The socket, which stays its owner's.</param>
    /// <param name="take">Takes what comes for a stream, a message in parts; the next part waits for it.</param>
    /// <param name="aborted">Cancelled when the connection breaks.</param>
    public ChannelSocket(WebSocket socket, Func<byte, ReadOnlyMemory<byte>, ValueTask> take, CancellationToken aborted)
    {
        _socket = socket;
        _take = take;
        _closed = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        Closed = _closed.Token;
        _listening = ListenAsync();
    }

    /// <summary>Cancelled when the client is gone.</summary>
    public CancellationToken Closed { get; }

    /// <summary>Ends when nothing more can come.</summary>
    public Task Ended => _listening;

    public async Task SendAsync(byte stream, ReadOnlyMemory<byte> data)
    {
        await _sending.WaitAsync(Closed);
        try
        {
            await _socket.SendAsync((byte[])[stream, .. data.Span], WebSocketMessageType.Binary, endOfMessage: true, Closed);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Says that nothing more comes, and waits a little for the client to say so too.</summary>
    public async Task EndAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Closed);
        await _listening.WaitAsync(s_farewell, TimeProvider.System, Closed);
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _listening;
        _closed.Dispose();
        _sending.Dispose();
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[8 * 1024];
        byte? stream = null;
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(), Closed) is { MessageType: not WebSocketMessageType.Close } received)
            {
                var start = stream is null && received.Count > 0 ? 1 : 0;
                stream ??= received.Count > 0 ? buffer[0] : null;
                if (stream is { } named && received.Count > start)
                {
                    await _take(named, buffer.AsMemory(start, received.Count - start));
                }

                stream = received.EndOfMessage ? null : stream;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or IOException
            or ObjectDisposedException)
        {
            // The connection broke, or what it was for has ended.
        }

        if (_socket.State is not WebSocketState.Closed)
        {
            await _closed.CancelAsync();
        }
    }
}
