using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace NsmPS.Sandbox.Forward;

/// <summary>Hands the connections to ports of pods to the web server.</summary>
internal sealed class PodListener(EndPoint place) : IConnectionListener
{
    private readonly Channel<ConnectionContext> _connections = Channel.CreateUnbounded<ConnectionContext>();

    public EndPoint EndPoint => place;

    /// <returns>Whether the web server takes connections.</returns>
    public bool TryConnect(PodConnection connection) => _connections.Writer.TryWrite(connection);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _connections.Reader.WaitToReadAsync(cancellationToken) && _connections.Reader.TryRead(out var connection)
            ? connection
            : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _connections.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
