using System.Net.Security;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Kubernetes.Tls;

/// <summary>How the sockets of a connection do TLS: whom they trust, under which name, and what they show of themselves.</summary>
internal static class ServerTrust
{
    /// <summary>Sets the options of a socket handler, or of one TLS stream.</summary>
    public static void Apply(SslClientAuthenticationOptions tls, ConnectionSettings settings, TlsIdentity identity)
    {
        var name = settings.TlsServerName ?? settings.Server.IdnHost;
        tls.ClientCertificateContext = identity.Certificate?.Context;
        tls.CertificateChainPolicy = settings.SkipTlsVerify ? null : ServerCertificateRules.ChainPolicy(identity.Authorities);
        tls.RemoteCertificateValidationCallback = (_, presented, chain, errors) =>
            settings.SkipTlsVerify || ServerCertificateRules.Accept(name, identity.Authorities, presented, chain, errors);
    }
}
