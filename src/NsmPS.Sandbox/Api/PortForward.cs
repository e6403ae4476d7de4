using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Forward;

namespace NsmPS.Sandbox.Api;

/// <summary>One port of a forward: a stream for data, and one for the words about a failure.</summary>
internal sealed class PortForward(JsonObject pod, int port, int index, PodPorts ports, PodTransport transport) : IAsyncDisposable
{
    /// <summary>How many streams a port has.</summary>
    public const int Streams = 2;

    /// <summary>How many ports fit: streams have one byte for their number.</summary>
    public const int Most = (byte.MaxValue + 1) / Streams;

    private readonly PodConnection _connection = new(string.Create(CultureInfo.InvariantCulture, $"{pod.Name()}:{port}"));

    private byte DataStream => (byte)(index * Streams);

    private byte ErrorStream => (byte)(DataStream + 1);

    /// <summary>Takes what the client sends; what comes after the connection's end is dropped.</summary>
    public async ValueTask TakeAsync(byte stream, ReadOnlyMemory<byte> data)
    {
        if (stream == DataStream)
        {
            await _connection.SendAsync(data);
        }
    }

    /// <summary>Connects, and passes on what the pod sends until the connection ends.</summary>
    public async Task RunAsync(ChannelSocket streams)
    {
        try
        {
            var number = new byte[sizeof(ushort)];
            BinaryPrimitives.WriteUInt16LittleEndian(number, (ushort)port);
            await streams.SendAsync(DataStream, number);
            await streams.SendAsync(ErrorStream, number);
            if (ports.Find(pod.Uid()!, port) is not { } open)
            {
                await streams.SendAsync(ErrorStream, Encoding.UTF8.GetBytes(Refusal()));
                return;
            }

            if (open.Answer is { } answer && transport.TryConnect(_connection, answer))
            {
                await PassOnAsync(streams, open.Closed);
            }
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <summary>Ends the connection.</summary>
    public async ValueTask DisposeAsync() => await _connection.CloseAsync();

    private async Task PassOnAsync(ChannelSocket streams, CancellationToken closed)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(streams.Closed, closed, _connection.ConnectionClosed);
        var input = _connection.Input;
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(over.Token);
                foreach (var part in read.Buffer)
                {
                    await streams.SendAsync(DataStream, part);
                }

                input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The pod's program has ended, or the client is gone: that is how connections end.
        }
    }

    private string Refusal() => string.Create(
        CultureInfo.InvariantCulture,
        $"error forwarding port {port} to pod {pod.Uid()}, uid : failed to execute portforward in network namespace: failed to connect to "
            + $"localhost:{port}: dial tcp4 127.0.0.1:{port}: connect: connection refused");
}
