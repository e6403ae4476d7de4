using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace NsmPS.Sandbox.Forward;

/// <summary>Brings connections to ports of pods to the web server, without a port of this machine.</summary>
internal sealed class PodTransport : IConnectionListenerFactory, IConnectionListenerFactorySelector, IConnectionListener
{
    private readonly Channel<ConnectionContext> _connections = Channel.CreateUnbounded<ConnectionContext>();

    /// <summary>Where the web server listens for them.</summary>
    public static EndPoint Pods { get; } = new PodEndPoint();

    public EndPoint EndPoint => Pods;

    public bool CanBind(EndPoint endpoint) => endpoint is PodEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(this);

    /// <summary>Connects to an open port.</summary>
    /// <returns>Whether the web server takes connections.</returns>
    public bool TryConnect(PodConnection connection, RequestDelegate answer)
    {
        connection.Features.Set(new PodRequests(answer));
        return _connections.Writer.TryWrite(connection);
    }

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

    private sealed class PodEndPoint : EndPoint
    {
        public override string ToString() => "ports of pods";
    }
}

/// <summary>Who answers the requests of a connection to a pod.</summary>
internal sealed record PodRequests(RequestDelegate Answer);
