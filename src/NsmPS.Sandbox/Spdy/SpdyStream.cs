using System.IO.Pipelines;
using NsmPS.Kubernetes.Spdy;

namespace NsmPS.Sandbox.Spdy;

/// <summary>One stream of a connection, opened by the client.</summary>
/// <param name="id">Its number.</param>
/// <param name="headers">What the client said of it.</param>
/// <param name="send">Sends a frame.</param>
internal sealed class SpdyStream(int id, IReadOnlyDictionary<string, string> headers, Func<SpdyFrame, Task> send)
{
    private readonly Pipe _input = new();

    public IReadOnlyDictionary<string, string> Headers => headers;

    /// <summary>What the client sends. Whoever does not want it must complete the reader: the connection waits for it.</summary>
    public PipeReader Input => _input.Reader;

    public async Task SendAsync(ReadOnlyMemory<byte> data)
    {
        if (data.Length > 0)
        {
            await send(new SpdyFrame(SpdyFrameType.Data, id, IsLast: false, data));
        }
    }

    /// <summary>Says that nothing more comes.</summary>
    public Task EndAsync() => send(new SpdyFrame(SpdyFrameType.Data, id, IsLast: true, ReadOnlyMemory<byte>.Empty));

    /// <summary>Takes what came.</summary>
    public async ValueTask TakeAsync(ReadOnlyMemory<byte> data, CancellationToken token)
    {
        if (data.Length > 0)
        {
            await _input.Writer.WriteAsync(data, token);
        }
    }

    /// <summary>Nothing more comes from the client.</summary>
    public void EndInput() => _input.Writer.Complete();
}
