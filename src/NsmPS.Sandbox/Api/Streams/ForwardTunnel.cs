using System.Globalization;
using System.Text;
using NsmPS.Sandbox.Forward;
using NsmPS.Sandbox.Spdy;

namespace NsmPS.Sandbox.Api.Streams;

/// <summary>Connections to ports of a pod over SPDY, as kubectl makes them: each has two streams that share the number of a request, one
/// for data and one for the words about a failure.</summary>
/// <param name="transport">What carries SPDY.</param>
/// <param name="dial">Makes a connection to a port.</param>
/// <param name="over">Cancelled when all must end.</param>
internal sealed class ForwardTunnel(Stream transport, Func<int, PodDial> dial, CancellationToken over)
{
    private const string PortHeader = "port";
    private const string RequestHeader = "requestid";
    private const string DataType = "data";
    private const string ErrorType = "error";

    private readonly Dictionary<string, SpdyStream> _errors = [];
    private readonly List<Task> _running = [];

    /// <summary>Serves until the client ends the connection.</summary>
    public async Task RunAsync()
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(over);
        using var connection = new SpdyConnection(transport, stream => Open(stream, gone.Token));
        try
        {
            await connection.RunAsync(gone.Token);
        }
        finally
        {
            await gone.CancelAsync();
            await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Open(SpdyStream stream, CancellationToken gone)
    {
        var request = stream.Headers.GetValueOrDefault(RequestHeader, "");
        switch (stream.Headers.GetValueOrDefault(SpdyUpgrade.StreamType))
        {
            // Nobody sends anything there, and nobody has to wait for its being read.
            case ErrorType:
                stream.Input.Complete();
                _errors[request] = stream;
                break;
            case DataType when _errors.Remove(request, out var errors)
                && ushort.TryParse(stream.Headers.GetValueOrDefault(PortHeader), CultureInfo.InvariantCulture, out var port):
                _running.RemoveAll(task => task.IsCompleted);
                _running.Add(ForwardAsync(stream, errors, port, gone));
                break;
            default:
                throw new SpdyException("a stream is neither a forward's data nor its errors");
        }
    }

    private async Task ForwardAsync(SpdyStream data, SpdyStream errors, int port, CancellationToken gone)
    {
        await using var connection = dial(port);
        var sending = SendAsync(data, connection, gone);
        await connection.RunAsync(data.SendAsync, text => errors.SendAsync(Encoding.UTF8.GetBytes(text)), gone);
        await data.EndAsync();
        await errors.EndAsync();
        await sending;
    }

    /// <summary>Passes on what the client sends.</summary>
    private static async Task SendAsync(SpdyStream data, PodDial connection, CancellationToken gone)
    {
        while (true)
        {
            var read = await data.Input.ReadAsync(gone);
            foreach (var part in read.Buffer)
            {
                await connection.TakeAsync(part);
            }

            data.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                await connection.EndInputAsync();
                return;
            }
        }
    }
}
