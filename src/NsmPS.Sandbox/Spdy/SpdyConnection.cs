using System.Buffers.Binary;
using NsmPS.Kubernetes.Spdy;

namespace NsmPS.Sandbox.Spdy;

/// <summary>The server's side of a connection of SPDY/3.1, as far as Kubernetes' clients use it: no flow control, and streams that only
/// the client opens.</summary>
/// <param name="transport">The connection, which stays its owner's.</param>
/// <param name="opened">Takes a new stream.</param>
internal sealed class SpdyConnection(Stream transport, Action<SpdyStream> opened) : IDisposable
{
    private const int OpenStreamFields = 10;
    private const int HeadersFields = 4;

    private readonly HeaderReader _headers = new();
    private readonly Dictionary<int, SpdyStream> _streams = [];
    private readonly SemaphoreSlim _sending = new(1);
    private readonly HeaderBlocks _replies = new();

    /// <summary>Serves until the client ends the connection.</summary>
    /// <exception cref="SpdyException">The client does not speak SPDY/3.1.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task RunAsync(CancellationToken token)
    {
        try
        {
            while (await SpdyFrame.ReadAsync(transport, token) is { Type: not SpdyFrameType.GoAway } frame)
            {
                await HandleAsync(frame, token);
            }
        }
        finally
        {
            foreach (var stream in _streams.Values)
            {
                stream.EndInput();
            }
        }
    }

    public void Dispose() => _headers.Dispose();

    private async Task HandleAsync(SpdyFrame frame, CancellationToken token)
    {
        switch (frame.Type)
        {
            case SpdyFrameType.SynStream:
                await OpenAsync(frame, token);
                break;
            case SpdyFrameType.Data when _streams.TryGetValue(frame.Stream, out var stream):
                await stream.TakeAsync(frame.Content, token);
                if (frame.IsLast)
                {
                    End(frame.Stream);
                }

                break;
            case SpdyFrameType.RstStream:
                End(frame.Subject);
                break;
            case SpdyFrameType.Ping:
                await SendAsync(frame, token);
                break;
            case SpdyFrameType.Headers:
                // They are part of the compressed stream, whether somebody wants them or not.
                _headers.Read(frame.After(HeadersFields));
                break;
        }
    }

    private async Task OpenAsync(SpdyFrame frame, CancellationToken token)
    {
        var id = frame.Subject;
        if (_streams.ContainsKey(id))
        {
            throw new SpdyException($"stream {id} is open already");
        }

        var stream = new SpdyStream(id, _headers.Read(frame.After(OpenStreamFields)), next => SendAsync(next, token));
        _streams[id] = stream;
        await ReplyAsync(id, token);
        if (frame.IsLast)
        {
            End(id);
        }

        opened(stream);
    }

    /// <summary>Nothing more comes on a stream.</summary>
    private void End(int id)
    {
        if (_streams.Remove(id, out var stream))
        {
            stream.EndInput();
        }
    }

    /// <summary>Accepts a stream, with no headers.</summary>
    private Task ReplyAsync(int id, CancellationToken token)
    {
        var subject = new byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(subject, id);
        return SendAsync(new SpdyFrame(SpdyFrameType.SynReply, 0, IsLast: false, (byte[])[.. subject, .. _replies.Next([])]), token);
    }

    private async Task SendAsync(SpdyFrame frame, CancellationToken token)
    {
        await _sending.WaitAsync(token);
        try
        {
            await transport.WriteAsync(frame.ToBytes(), token);
            await transport.FlushAsync(token);
        }
        finally
        {
            _sending.Release();
        }
    }
}
