using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace NsmPS.Sandbox.Api;

/// <summary>A command's streams over one WebSocket: the first byte of each message names its stream.</summary>
internal sealed class ExecSocket : IAsyncDisposable
{
    private const byte InputStream = 0;
    private const byte OutputStream = 1;
    private const byte ErrorStream = 2;
    private const byte StatusStream = 3;
    private const byte CloseStream = 255;

    private readonly WebSocket _socket;
    private readonly Channel<string> _input = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _closed;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Task _listening;

    public ExecSocket(WebSocket socket, CancellationToken aborted)
    {
        _socket = socket;
        _closed = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        Closed = _closed.Token;
        _listening = ListenAsync();
    }

    /// <summary>What the client sends as the command's input, until it closes that.</summary>
    public ChannelReader<string> Input => _input.Reader;

    public CancellationToken Closed { get; }

    public Task WriteOutputAsync(string text) => SendAsync(OutputStream, text);

    public Task WriteErrorAsync(string text) => SendAsync(ErrorStream, text);

    /// <summary>Tells how the command ended, and closes.</summary>
    public async Task EndAsync(JsonObject status)
    {
        await SendAsync(StatusStream, status.ToJsonString());
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Closed);
        await _listening.WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System, Closed);
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
        byte[] buffer = new byte[8 * 1024];
        byte? stream = null;
        Decoder decoder = Encoding.UTF8.GetDecoder();
        char[] letters = new char[buffer.Length];
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(), Closed) is { MessageType: not WebSocketMessageType.Close } received)
            {
                int start = stream is null && received.Count > 0 ? 1 : 0;
                stream ??= received.Count > 0 ? buffer[0] : null;
                if (stream == InputStream && received.Count > start)
                {
                    _input.Writer.TryWrite(new string(letters, 0, decoder.GetChars(buffer.AsSpan(start, received.Count - start), letters, flush: false)));
                }
                else if (stream == CloseStream && received.Count > start && buffer[start] == InputStream)
                {
                    _input.Writer.TryComplete();
                }

                // A terminal's size matters to nothing here.
                stream = received.EndOfMessage ? null : stream;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            // The connection broke, or the command has ended.
        }

        _input.Writer.TryComplete();
        if (_socket.State is not WebSocketState.Closed)
        {
            await _closed.CancelAsync();
        }
    }

    private async Task SendAsync(byte stream, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        await _sending.WaitAsync(Closed);
        try
        {
            await _socket.SendAsync((byte[])[stream, .. Encoding.UTF8.GetBytes(text)], WebSocketMessageType.Binary, endOfMessage: true, Closed);
        }
        finally
        {
            _sending.Release();
        }
    }
}
