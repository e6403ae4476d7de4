using System.Net.WebSockets;
using System.Text;
using NsmPS.Kubernetes.Http;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Kubernetes.Exec;

/// <summary>Takes apart what the server sends: the first byte of each message names its channel.</summary>
internal sealed class ExecChannels
{
    public const byte InputChannel = 0;
    public const byte OutputChannel = 1;
    public const byte ErrorChannel = 2;
    public const byte StatusChannel = 3;

    private readonly CappedBuffer _output = new();
    private readonly CappedBuffer _error = new();
    private readonly CappedBuffer _status = new();
    private ApiStatus? _end;

    /// <summary>Why there is no result.</summary>
    public string Fault => _end is null ? "the connection ended before the command did" : _end.Message.TrimEnd('.');

    /// <summary>Reads until the command's status is there or the server closes. The server sends the status last.</summary>
    public async Task ReadAsync(WebSocket socket, ExecQuestion? question, CancellationToken cancellationToken)
    {
        var buffer = new byte[4 * 1024];
        byte? channel = null;
        while (_end is null)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            ReadOnlyMemory<byte> part = buffer.AsMemory(0, received.Count);
            if (channel is null && part.Length > 0)
            {
                channel = part.Span[0];
                part = part[1..];
            }

            Sink(channel)?.Append(part.Span);
            if (received.EndOfMessage)
            {
                _end = channel == StatusChannel ? ReadStatus() : null;
                if (channel == OutputChannel && question is not null && await AnswerAsync(socket, question, cancellationToken))
                {
                    question = null;
                }

                channel = null;
            }
        }
    }

    /// <summary>How the command ended; null when it could not be run.</summary>
    public ExecResult? ToResult() => _end is not null && ExecStatus.ExitCode(_end) is { } code
        ? new ExecResult(code, _output.ToString(), ExecStatus.HasStarted(_end) ? _error.ToString() : _error + _end.Message,
            _output.Truncated || _error.Truncated)
        : null;

    private async Task<bool> AnswerAsync(WebSocket socket, ExecQuestion question, CancellationToken cancellationToken)
    {
        // A command that asks does so early, so a command that prints without end is not searched forever.
        if (_output.Truncated)
        {
            return true;
        }

        var printed = _output.ToString();
        var marker = printed.IndexOf(question.Marker, StringComparison.Ordinal);
        if (marker < 0)
        {
            return false;
        }

        byte[] message = [InputChannel, .. Encoding.UTF8.GetBytes(question.Answer(printed[..marker])), (byte)'\n'];
        await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        return true;
    }

    private CappedBuffer? Sink(byte? channel) => channel switch
    {
        OutputChannel => _output,
        ErrorChannel => _error,
        StatusChannel => _status,
        _ => null,
    };

    private ApiStatus? ReadStatus()
    {
        // Servers open each channel with an empty message.
        var text = _status.ToString();
        if (text.Length == 0)
        {
            return null;
        }

        // Protocols before v4 sent the bare error text, and proxies may.
        return ApiStatus.Read(JsonReader.TryReadObject(text)) ?? new ApiStatus(0, "Failure", "", text, []);
    }
}
