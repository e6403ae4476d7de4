using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Config.Rules;
using NsmPS.Kubernetes.Tls;

namespace NsmPS.Kubernetes.Connection;

/// <summary>Connects with TLS for another name than the address's, the context's tls-server-name. The handler itself takes the name from
/// each request's Host, and a server that routes by Host must see its own there.</summary>
internal sealed class NamedTls(ConnectionSettings settings, TlsIdentity identity)
{
    /// <summary>What a handler calls in place of connecting by itself, through an HTTP proxy too. It takes a stream that is encrypted
    /// already as it is.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            var proxy = settings.Proxy;
            var first = proxy is null ? context.DnsEndPoint : new DnsEndPoint(proxy.IdnHost, proxy.Port);
            await socket.ConnectAsync(first, cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (proxy is not null)
            {
                var server = string.Create(CultureInfo.InvariantCulture, $"{settings.Server.Host}:{settings.Server.Port}");
                await ProxyTunnel.OpenAsync(stream, server, ServerAddress.Login(proxy), cancellationToken);
            }

            var tls = new SslStream(stream);
            await tls.AuthenticateAsClientAsync(Options(context.InitialRequestMessage.Version.Major), cancellationToken);
            stream = null;
            return tls;
        }
        finally
        {
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }
            else if (!socket.Connected)
            {
                socket.Dispose();
            }
        }
    }

    private SslClientAuthenticationOptions Options(int version)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = settings.TlsServerName!.Trim('[', ']'),

            // A WebSocket is opened by HTTP/1.1.
            ApplicationProtocols = version >= 2
                ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]
                : [SslApplicationProtocol.Http11],
        };
        ServerTrust.Apply(options, settings, identity);
        return options;
    }
}
