using System.Net;
using System.Net.Security;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Config.Rules;

namespace NsmPS.Kubernetes.Tls;

/// <summary>Makes the handler that holds a connection's sockets. Requests and the WebSockets of
/// exec go through the same one, so both are verified alike.</summary>
internal static class ConnectionHandlers
{
    // With the handshake of TLS, for which a busy machine takes its time.
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(25);

    public static SocketsHttpHandler Create(ConnectionSettings settings, ClientCertificate? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = s_connectTimeout,
            EnableMultipleHttp2Connections = true,
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),

            // A connection that died without a word is noticed while a watch waits on it.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            SslOptions = Tls(settings, certificate),
        };
        handler.UseProxy = settings.Proxy is not null;
        handler.Proxy = settings.Proxy is { } proxy
            ? new WebProxy(ServerAddress.Plain(proxy)) { Credentials = ServerAddress.Login(proxy) }
            : null;
        return handler;
    }

    // The name to verify is not set here: the handler takes it from each request's Host, which CredentialHandler sets to tls-server-name.
    private static SslClientAuthenticationOptions Tls(ConnectionSettings settings, ClientCertificate? certificate)
    {
        var name = settings.TlsServerName ?? settings.Server.IdnHost;
        return new SslClientAuthenticationOptions
        {
            ClientCertificateContext = certificate?.Context,
            CertificateChainPolicy = settings.SkipTlsVerify ? null : ServerCertificateRules.ChainPolicy(settings.Authorities),
            RemoteCertificateValidationCallback = (_, presented, chain, errors) =>
                settings.SkipTlsVerify || ServerCertificateRules.Accept(name, presented, chain, errors),
        };
    }
}
