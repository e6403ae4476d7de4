using System.Globalization;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Forward;

/// <summary>One connection from a client to a port of a pod.</summary>
internal sealed class PodDial(JsonObject pod, int port, PodPorts ports, ContainerPages pages, PodTransport transport)
    : IAsyncDisposable
{
    private readonly PodConnection _connection = new(string.Create(CultureInfo.InvariantCulture, $"{pod.Name()}:{port}"));

    /// <summary>Passes on what the client sends; what comes after the connection's end is dropped.</summary>
    public ValueTask TakeAsync(ReadOnlyMemory<byte> data) => _connection.SendAsync(data);

    /// <summary>The client sends nothing more.</summary>
    public Task EndInputAsync() => _connection.EndInputAsync();

    /// <summary>Connects, and passes on what the pod sends until the connection ends.</summary>
    /// <param name="send">Sends to the client.</param>
    /// <param name="complain">Tells the client why there is no connection.</param>
    /// <param name="gone">Cancelled when the client is gone.</param>
    public async Task RunAsync(Func<ReadOnlyMemory<byte>, Task> send, Func<string, Task> complain, CancellationToken gone)
    {
        if ((ports.Find(pod.Uid()!, port) ?? pages.Open(pod, port)) is not { } open)
        {
            await complain(Refusal());
        }
        else if (transport.TryConnect(_connection, open))
        {
            await PassOnAsync(send, open.Closed, gone);
        }
    }

    /// <summary>Ends the connection.</summary>
    public async ValueTask DisposeAsync() => await _connection.CloseAsync();

    private async Task PassOnAsync(Func<ReadOnlyMemory<byte>, Task> send, CancellationToken closed, CancellationToken gone)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(gone, closed, _connection.ConnectionClosed);
        var input = _connection.Input;
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(over.Token);
                foreach (var part in read.Buffer)
                {
                    await send(part);
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
