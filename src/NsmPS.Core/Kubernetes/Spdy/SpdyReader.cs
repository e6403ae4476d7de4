using System.Buffers;
using System.Net.WebSockets;

namespace NsmPS.Kubernetes.Spdy;

/// <summary>Reads frames, and trusts no length that they tell.</summary>
internal sealed class SpdyReader(Stream stream)
{
    /// <summary>In bytes. Those that matter have less than a hundred.</summary>
    private const int LongestControl = 64 * 1024;

    private const int SkippedAtOnce = 16 * 1024;

    private readonly byte[] _head = new byte[SpdyFrame.HeadLength];

    /// <summary>The next head; null when the server has ended the connection.</summary>
    /// <exception cref="WebSocketException">It is no frame of SPDY/3.1.</exception>
    /// <exception cref="IOException">The connection was cut.</exception>
    public async ValueTask<SpdyFrame?> NextAsync(CancellationToken cancellationToken)
    {
        var count = await stream.ReadAtLeastAsync(_head, _head.Length, throwOnEndOfStream: false, cancellationToken);
        return count == 0 ? null
            : count == _head.Length && SpdyFrame.Read(_head) is { } frame
                && (frame.Type == SpdyFrameType.Data || frame.Length <= LongestControl) ? frame
            : throw NoFrame();
    }

    /// <summary>What follows a head. Short frames only.</summary>
    public async ValueTask<byte[]> ContentAsync(SpdyFrame frame, CancellationToken cancellationToken)
    {
        var content = new byte[Math.Min(frame.Length, LongestControl)];
        await stream.ReadExactlyAsync(content, cancellationToken);
        return content;
    }

    /// <summary>The next bytes of what follows a head, at least one.</summary>
    public async ValueTask<int> PartAsync(Memory<byte> part, CancellationToken cancellationToken) =>
        await stream.ReadAsync(part, cancellationToken) is > 0 and var count ? count : throw NoFrame();

    /// <summary>Passes over what follows a head.</summary>
    public async ValueTask SkipAsync(SpdyFrame frame, CancellationToken cancellationToken)
    {
        var room = ArrayPool<byte>.Shared.Rent(SkippedAtOnce);
        try
        {
            for (var left = frame.Length; left > 0;)
            {
                left -= await PartAsync(room.AsMemory(0, Math.Min(left, room.Length)), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    public static WebSocketException NoFrame() => new(WebSocketError.Faulted);
}
