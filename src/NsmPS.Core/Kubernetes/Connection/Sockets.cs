using System.Net;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Config.Rules;
using NsmPS.Kubernetes.Tls;

namespace NsmPS.Kubernetes.Connection;

/// <summary>Sets up the handler that holds a connection's sockets.</summary>
internal static class Sockets
{
    // Includes the TLS handshake, which a busy machine does slowly.
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(25);

    public static void SetUp(SocketsHttpHandler handler, ConnectionSettings settings, TlsIdentity identity)
    {
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.ConnectTimeout = s_connectTimeout;
        handler.EnableMultipleHttp2Connections = true;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(15);

        // A connection that died without a word is noticed while a watch waits on it.
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(15);
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        handler.UseProxy = settings.Proxy is not null;
        // What .NET says of a proxy that refuses shows its whole address, so the login is not in it.
        handler.Proxy = settings.Proxy is { } proxy
            ? new WebProxy(ServerAddress.Plain(proxy)) { Credentials = ServerAddress.Login(proxy) }
            : null;
        RepeatedHeaders.SetUp(handler, settings.Impersonation);
        ServerTrust.Apply(handler.SslOptions, settings, identity);
        if (NamesInHandshake(settings))
        {
            handler.UseProxy = false;
            handler.ConnectCallback = new NamedTls(settings, identity).ConnectAsync;
        }
    }

    /// <summary>The Host that requests carry; null for the address's own. Behind a proxy of another kind than HTTP
    /// it is the only place for tls-server-name.</summary>
    public static string? HostOf(ConnectionSettings settings) =>
        settings.Proxy is null || NamesInHandshake(settings) ? null : settings.TlsServerName;

    private static bool NamesInHandshake(ConnectionSettings settings) => settings.TlsServerName is not null
        && settings.Server.Scheme == Uri.UriSchemeHttps && (settings.Proxy is null || settings.Proxy.Scheme == Uri.UriSchemeHttp);
}
