using System.Net.Sockets;
using Grpc.Net.Client;

namespace NsmPS.Adapter.Client.Calls;

/// <summary>Makes the connection that calls and streams share.</summary>
internal static class AdapterChannel
{
    private const int KeepAliveSeconds = 30;
    private const int KeepAliveIntervalSeconds = 10;
    private const int KeepAliveTries = 3;

    public static GrpcChannel Open(AdapterAddress address, AdapterClientOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            // Adapters run nearby, and a proxy named by HTTP_PROXY seldom speaks HTTP/2.
            UseProxy = false,
            ConnectTimeout = options.Deadline,
            ConnectCallback = ConnectAsync,
        };
        if (address.Tls)
        {
            handler.SslOptions = AdapterTls.Options(address, options);
        }

        return GrpcChannel.ForAddress(address.Uri, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    // Keep-alive of TCP, not of HTTP/2: servers in Go take a ping every half minute for an attack and hang up.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveIntervalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveTries);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
