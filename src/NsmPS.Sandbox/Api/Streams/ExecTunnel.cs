using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using NsmPS.Sandbox.Spdy;

namespace NsmPS.Sandbox.Api.Streams;

/// <summary>A command's streams over SPDY, as kubectl before 1.31 asks for them. The client opens each of them.</summary>
internal sealed class ExecTunnel : IExecStreams
{
    public const string Protocol = "v4.channel.k8s.io";

    private const string InputStream = "stdin";
    private const string OutputStream = "stdout";
    private const string ErrorStream = "stderr";
    private const string StatusStream = "error";

    /// <summary>How long a client may take to open its streams, as long as a kubelet gives it.</summary>
    private static readonly TimeSpan s_untilOpen = TimeSpan.FromSeconds(30);

    /// <summary>How long it may take to read what was sent last, and go.</summary>
    private static readonly TimeSpan s_untilGone = TimeSpan.FromSeconds(5);

    private readonly Stream _transport;
    private readonly CancellationTokenSource _closed;
    private readonly string _errors;
    private readonly HashSet<string> _wanted;
    private readonly Dictionary<string, SpdyStream> _streams = [];
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ExecInput _input = new();
    private readonly Task _listening;
    private Task _reading = Task.CompletedTask;

    /// <param name="transport">What carries SPDY. It is closed with this object.</param>
    /// <param name="request">Says which streams there are.</param>
    /// <param name="aborted">Cancelled when the client is gone.</param>
    public ExecTunnel(Stream transport, HttpRequest request, CancellationToken aborted)
    {
        _transport = transport;
        _closed = CancellationTokenSource.CreateLinkedTokenSource(aborted);

        // A terminal shows both on one stream.
        _errors = request.Flag("tty") ? OutputStream : ErrorStream;
        _wanted = [StatusStream, .. new[] { InputStream, OutputStream, _errors }.Where(name => request.Flag(name))];
        _listening = ListenAsync();
    }

    public ChannelReader<string> Input => _input.Reader;

    public CancellationToken Closed => _closed.Token;

    public Task WriteOutputAsync(string text) => SendAsync(OutputStream, text);

    public Task WriteErrorAsync(string text) => SendAsync(_errors, text);

    public async Task EndAsync(JsonObject status)
    {
        await SendAsync(StatusStream, status.ToJsonString());
        foreach (var stream in _streams.Where(stream => stream.Key != InputStream))
        {
            await stream.Value.EndAsync();
        }

        await _listening.WaitAsync(s_untilGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _listening;
        await _transport.DisposeAsync();
        _closed.Dispose();
    }

    private async Task ListenAsync()
    {
        using var connection = new SpdyConnection(_transport, Open);
        try
        {
            await connection.RunAsync(_closed.Token);
        }
        catch (Exception exception) when (exception is SpdyException or IOException or OperationCanceledException)
        {
            // The client is gone, or speaks something else.
        }

        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _input.End();
        await _closed.CancelAsync();
    }

    private void Open(SpdyStream stream)
    {
        var name = stream.Headers.GetValueOrDefault(SpdyUpgrade.StreamType, "");
        if (name == InputStream && _wanted.Contains(name))
        {
            _reading = ReadAsync(stream.Input);
        }
        else
        {
            // Nobody sends anything there; a terminal's size matters to nothing here.
            stream.Input.Complete();
        }

        if (_wanted.Remove(name))
        {
            _streams[name] = stream;
        }

        if (_wanted.Count == 0)
        {
            _opened.TrySetResult();
        }
    }

    private async Task ReadAsync(PipeReader input)
    {
        for (var ended = false; !ended;)
        {
            var read = await input.ReadAsync(Closed);
            foreach (var part in read.Buffer)
            {
                _input.Take(part.Span);
            }

            input.AdvanceTo(read.Buffer.End);
            ended = read.IsCompleted;
        }

        _input.End();
    }

    private async Task SendAsync(string name, string text)
    {
        await _opened.Task.WaitAsync(s_untilOpen, Closed);
        if (_streams.TryGetValue(name, out var stream))
        {
            await stream.SendAsync(Encoding.UTF8.GetBytes(text));
        }
    }
}
