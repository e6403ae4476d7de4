using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace NsmPS.Sandbox.Forward;

/// <summary>A connection to a port of a pod, within this process: a client writes and
/// reads here, the web server over <see cref="Transport"/>.</summary>
internal sealed class PodConnection : ConnectionContext
{
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private readonly SemaphoreSlim _writing = new(1);

    // Not disposed, as the semaphore is not: both sides may still ask when the other has ended.
    private readonly CancellationTokenSource _closed = new();
    private bool _isEnded;

    /// <param name="id">A name for the logs.</param>
    public PodConnection(string id)
    {
        ConnectionId = id;
        ConnectionClosed = _closed.Token;
        Transport = new ServerSide(_toServer.Reader, _toClient.Writer);
    }

    public override string ConnectionId { get; set; }

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    /// <summary>What the server sends.</summary>
    public PipeReader Input => _toClient.Reader;

    /// <summary>Sends to the server; dropped when the connection has ended.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> data)
    {
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            if (!_isEnded)
            {
                await _toServer.Writer.WriteAsync(data, CancellationToken.None);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Says that the client sends nothing more; what the server sends still comes.</summary>
    public async Task EndInputAsync()
    {
        await _writing.WaitAsync(CancellationToken.None);
        _isEnded = true;
        _writing.Release();
        await _toServer.Writer.CompleteAsync();
    }

    /// <summary>Ends the client's side, and a write that waits; the server notices at once.</summary>
    public async Task CloseAsync()
    {
        await _closed.CancelAsync();
        _toServer.Writer.CancelPendingFlush();
        await EndInputAsync();
        await _toClient.Reader.CompleteAsync();
    }

    /// <summary>The server breaks the connection off. It may hold locks of its own here, so nobody is told on its thread.</summary>
    public override void Abort(ConnectionAbortedException abortReason) => _ = _closed.CancelAsync();

    /// <summary>The server has ended its side.</summary>
    public override async ValueTask DisposeAsync()
    {
        await Transport.Output.CompleteAsync();
        await Transport.Input.CompleteAsync();
        await base.DisposeAsync();
    }

    private sealed record ServerSide(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
