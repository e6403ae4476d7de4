using System.Net;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Tls;

namespace NsmPS.Kubernetes.Connection;

/// <summary>Sets up the handler that holds a connection's sockets.</summary>
internal static class Sockets
{
    // With the handshake of TLS, for which a busy machine takes its time.
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
        handler.Proxy = settings.Proxy is { } proxy
            ? new WebProxy(WithoutLogin(proxy)) { Credentials = Login(proxy) }
            : null;
        ServerTrust.Apply(handler.SslOptions, settings, identity);
        if (settings.TlsServerName is not null && settings.Proxy is null && settings.Server.Scheme == Uri.UriSchemeHttps)
        {
            handler.ConnectCallback = new NamedTls(settings, identity).ConnectAsync;
        }
    }

    /// <summary>The Host that requests carry; null for the address's own. Behind a proxy tls-server-name can only stand there.</summary>
    public static string? HostOf(ConnectionSettings settings) => settings.Proxy is null ? null : settings.TlsServerName;

    // What .NET says of a proxy that refuses shows its whole address.
    private static Uri WithoutLogin(Uri proxy) => new UriBuilder(proxy) { UserName = "", Password = "" }.Uri;

    private static NetworkCredential? Login(Uri proxy)
    {
        var login = proxy.UserInfo.Split(':', 2);
        return proxy.UserInfo.Length == 0
            ? null
            : new NetworkCredential(Uri.UnescapeDataString(login[0]), Uri.UnescapeDataString(login.ElementAtOrDefault(1) ?? ""));
    }
}
