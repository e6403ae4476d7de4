using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using NsmPS.Kubernetes.Spdy;

namespace NsmPS.Kubernetes.Forward;

/// <summary>One connection to a port of a pod. The first byte of each message names its channel: data, or the server's words about a
/// failure. The first two bytes of each channel of a WebSocket are the port's number. One read and one write may run at the same
/// time.</summary>
internal sealed class PodForwardStream(WebSocket socket) : Stream
{
    public const byte DataChannel = 0;
    public const byte ErrorChannel = 1;
    private const int PortBytes = 2;
    private const int LongestMessage = 16 * 1024;
    private const int LongestError = 600;

    private readonly byte[] _buffer = new byte[LongestMessage];
    private readonly int[] _portBytesLeft = socket is SpdySocket ? [0, 0] : [PortBytes, PortBytes];
    private ReadOnlyMemory<byte> _rest;
    private byte? _channel;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="IOException">The connection broke, or the server could not connect to the port.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_rest.IsEmpty)
        {
            if (await ReceiveAsync(cancellationToken) is not { } part)
            {
                return 0;
            }

            _rest = part;
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <exception cref="IOException">The connection broke.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var message = ArrayPool<byte>.Shared.Rent(LongestMessage);
        try
        {
            message[0] = DataChannel;
            while (!buffer.IsEmpty)
            {
                var count = Math.Min(buffer.Length, LongestMessage - 1);
                buffer.Span[..count].CopyTo(message.AsSpan(1));
                await socket.SendAsync(message.AsMemory(0, count + 1), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
                buffer = buffer[count..];
            }
        }
        catch (WebSocketException exception)
        {
            throw Cut(exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // It closes without a closing handshake: nobody waits for the rest, and a server that does not answer would delay it.
            socket.Abort();
            socket.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The next data, possibly none; null at the end.</summary>
    private async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            ReadOnlyMemory<byte> part = _buffer.AsMemory(0, received.Count);
            if (_channel is null && !part.IsEmpty)
            {
                _channel = part.Span[0];
                part = part[1..];
            }

            var channel = _channel;
            _channel = received.EndOfMessage ? null : _channel;
            return channel is DataChannel or ErrorChannel ? Take(channel.Value, part) : ReadOnlyMemory<byte>.Empty;
        }
        catch (WebSocketException exception)
        {
            throw Cut(exception);
        }
    }

    private ReadOnlyMemory<byte> Take(byte channel, ReadOnlyMemory<byte> part)
    {
        var skipped = Math.Min(_portBytesLeft[channel], part.Length);
        _portBytesLeft[channel] -= skipped;
        part = part[skipped..];
        return channel == DataChannel || part.IsEmpty ? part
            : throw new IOException("the port cannot be connected to: "
                + $"{ShownText.Of(Encoding.UTF8.GetString(part.Span).Trim(), LongestError)}");
    }

    private static IOException Cut(WebSocketException exception) => new("the connection to the pod was cut", exception);
}
