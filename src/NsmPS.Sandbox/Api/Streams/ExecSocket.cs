using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace NsmPS.Sandbox.Api.Streams;

/// <summary>A command's streams over one WebSocket.</summary>
internal sealed class ExecSocket : IExecStreams
{
    private const byte InputStream = 0;
    private const byte OutputStream = 1;
    private const byte ErrorStream = 2;
    private const byte StatusStream = 3;
    private const byte CloseStream = 255;

    private readonly ExecInput _input = new();
    private readonly ChannelSocket _streams;
    private readonly Task _listening;

    public ExecSocket(WebSocket socket, CancellationToken aborted)
    {
        _streams = new ChannelSocket(socket, TakeAsync, aborted);
        _listening = ListenAsync();
    }

    public ChannelReader<string> Input => _input.Reader;

    public CancellationToken Closed => _streams.Closed;

    public Task WriteOutputAsync(string text) => SendAsync(OutputStream, text);

    public Task WriteErrorAsync(string text) => SendAsync(ErrorStream, text);

    public async Task EndAsync(JsonObject status)
    {
        await SendAsync(StatusStream, status.ToJsonString());
        await _streams.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _streams.DisposeAsync();
        await _listening;
    }

    private async Task ListenAsync()
    {
        await _streams.Ended;
        _input.End();
    }

    private ValueTask TakeAsync(byte stream, ReadOnlyMemory<byte> part)
    {
        if (stream == InputStream)
        {
            _input.Take(part.Span);
        }
        else if (stream == CloseStream && part.Span[0] == InputStream)
        {
            _input.End();
        }

        // A terminal's size matters to nothing here.
        return ValueTask.CompletedTask;
    }

    private Task SendAsync(byte stream, string text) =>
        text.Length == 0 ? Task.CompletedTask : _streams.SendAsync(stream, Encoding.UTF8.GetBytes(text));
}
