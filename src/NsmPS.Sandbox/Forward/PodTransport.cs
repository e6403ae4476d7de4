using System.Net;
using Microsoft.AspNetCore.Connections;

namespace NsmPS.Sandbox.Forward;

/// <summary>Brings connections to ports of pods to the web server, without a port of this machine.</summary>
internal sealed class PodTransport : IConnectionListenerFactory, IConnectionListenerFactorySelector, IAsyncDisposable
{
    private readonly PodListener _calls = new(Calls);
    private readonly PodListener _pages = new(Pages);

    /// <summary>Where the web server listens for those that speak HTTP/2, as gRPC does.</summary>
    public static EndPoint Calls { get; } = new PodEndPoint("calls to pods");

    /// <summary>Where it listens for those that speak HTTP/1.1. Without TLS a server cannot tell one from the other.</summary>
    public static EndPoint Pages { get; } = new PodEndPoint("pages of pods");

    public bool CanBind(EndPoint endpoint) => endpoint is PodEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(endpoint == Pages ? _pages : _calls);

    /// <summary>Connects to an open port.</summary>
    /// <returns>Whether the web server takes connections.</returns>
    public bool TryConnect(PodConnection connection, OpenPort port)
    {
        if (port.Answer is not { } answer)
        {
            return false;
        }

        connection.Features.Set(new PodRequests(answer));
        return (port.HasPages ? _pages : _calls).TryConnect(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _calls.DisposeAsync();
        await _pages.DisposeAsync();
    }

    private sealed class PodEndPoint(string name) : EndPoint
    {
        public override string ToString() => name;
    }
}

/// <summary>Who answers the requests of a connection to a pod.</summary>
internal sealed record PodRequests(RequestDelegate Answer);
