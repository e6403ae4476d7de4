using System.Buffers;
using System.Net.WebSockets;

namespace NsmPS.Kubernetes.Spdy;

/// <summary>A connection to a pod by SPDY/3.1, in the form of the WebSocket that newer servers have for it: the first byte of a message
/// names its channel. So whoever runs commands or forwards ports need not know which of the two it is. As the servers of Kubernetes, it
/// knows no windows: TCP alone holds a sender back.</summary>
internal sealed class SpdySocket : WebSocket
{
    private const int LongestVerdict = 1024 * 1024;

    private readonly Stream _stream;
    private readonly SpdyReader _reader;
    private readonly SpdyChannels _channels;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ArrayBufferWriter<byte> _verdict = new();
    private ReadOnlyMemory<byte> _message;
    private SpdyChannel? _current;
    private int _left;
    private WebSocketState _state = WebSocketState.Open;

    private SpdySocket(Stream stream, string protocol, SpdyChannels channels)
    {
        (_stream, SubProtocol, _channels) = (stream, protocol, channels);
        _reader = new SpdyReader(stream);
    }

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override string SubProtocol { get; }

    public override WebSocketState State => _state;

    /// <summary>Opens streams on a connection, which is the socket's own from now on.</summary>
    /// <exception cref="WebSocketException">The server does not take them, or speaks something else.</exception>
    /// <exception cref="IOException">The connection was cut.</exception>
    public static async Task<SpdySocket> OpenAsync(Stream stream, string protocol, IReadOnlyList<SpdyStream> streams,
        CancellationToken cancellationToken)
    {
        var channels = new SpdyChannels(streams);
        var socket = new SpdySocket(stream, protocol, channels);
        var opened = false;
        try
        {
            await socket.WriteAsync(channels.Opening(), cancellationToken);

            // A server drops what is sent on a stream that it has not taken yet.
            while (!channels.AllTaken)
            {
                await socket.ReadFrameAsync(cancellationToken);
                if (channels.AnyEnded || socket._left > 0)
                {
                    throw SpdyReader.NoFrame();
                }
            }

            opened = true;
            return socket;
        }
        finally
        {
            if (!opened)
            {
                socket.Dispose();
            }
        }
    }

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await NextAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw Cut(exception, cancellationToken);
        }
    }

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var received = await ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return new WebSocketReceiveResult(received.Count, received.MessageType, received.EndOfMessage);
    }

    public override async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage,
        CancellationToken cancellationToken)
    {
        var frame = SpdyFrame.Data(_channels.StreamOf(buffer.Span[0]), buffer.Span[1..]);
        try
        {
            await WriteAsync(frame, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw Cut(exception, cancellationToken);
        }
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage,
        CancellationToken cancellationToken) =>
        SendAsync((ReadOnlyMemory<byte>)buffer, messageType, endOfMessage, cancellationToken).AsTask();

    /// <summary>Nothing is left to say: the connection ends with the socket.</summary>
    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription,
        CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override void Abort()
    {
        _state = WebSocketState.Aborted;
        _stream.Dispose();
    }

    /// <summary>It also ends a reading or writing that goes on, as a WebSocket's does.</summary>
    public override void Dispose() => Abort();

    private async ValueTask<ValueWebSocketReceiveResult> NextAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_left > 0)
            {
                // Each part is a message: where one ends means nothing in data.
                buffer.Span[0] = _current!.Number;
                var count = await _reader.PartAsync(buffer[1..Math.Min(buffer.Length, 1 + _left)], cancellationToken);
                _left -= count;
                return new ValueWebSocketReceiveResult(1 + count, WebSocketMessageType.Binary, endOfMessage: true);
            }

            if (!_message.IsEmpty)
            {
                var count = Math.Min(buffer.Length, _message.Length);
                _message[..count].CopyTo(buffer);
                _message = _message[count..];
                return new ValueWebSocketReceiveResult(count, WebSocketMessageType.Binary, endOfMessage: _message.IsEmpty);
            }

            if (_channels.AllEnded)
            {
                return new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true);
            }

            await ReadFrameAsync(cancellationToken);
        }
    }

    private async Task ReadFrameAsync(CancellationToken cancellationToken)
    {
        if (await _reader.NextAsync(cancellationToken) is not { } frame)
        {
            _channels.EndAll();
        }
        else if (frame.Type == SpdyFrameType.Data)
        {
            await ReadDataAsync(frame, _channels.Find(frame.Stream), cancellationToken);
        }
        else
        {
            var content = await _reader.ContentAsync(frame, cancellationToken);
            _channels.Note(frame, SpdyFrame.Number(content));
            if (frame.Type == SpdyFrameType.Ping && content.Length == sizeof(uint))
            {
                // We send none of our own.
                await WriteAsync(SpdyFrame.Control(SpdyFrameType.Ping, content), cancellationToken);
            }
        }

        if (_channels.Verdict is { HasEnded: true } verdict && _verdict.WrittenCount > 0)
        {
            _message = (byte[])[verdict.Number, .. _verdict.WrittenSpan];
            _verdict.ResetWrittenCount();
        }
    }

    private async ValueTask ReadDataAsync(SpdyFrame frame, SpdyChannel? channel, CancellationToken cancellationToken)
    {
        if (channel is null or { HasEnded: true })
        {
            await _reader.SkipAsync(frame, cancellationToken);
        }
        else if (channel != _channels.Verdict)
        {
            (_current, _left) = (channel, frame.Length);
        }
        else if (_verdict.WrittenCount + frame.Length > LongestVerdict)
        {
            throw SpdyReader.NoFrame();
        }
        else
        {
            for (var left = frame.Length; left > 0;)
            {
                var room = _verdict.GetMemory();
                var count = await _reader.PartAsync(room[..Math.Min(left, room.Length)], cancellationToken);
                _verdict.Advance(count);
                left -= count;
            }
        }

        _channels.Note(frame, frame.Stream);
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _stream.WriteAsync(frame, cancellationToken);
            await _stream.FlushAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static WebSocketException Cut(Exception exception, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new WebSocketException(WebSocketError.ConnectionClosedPrematurely, exception);
    }
}
