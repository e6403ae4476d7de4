using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace NsmPS.Kubernetes.Tls;

/// <summary>Judges the API server's certificate: its chain must end at the context's authorities (or the system's), it must be valid now,
/// and it must carry the server's name. KubernetesClient looks at the chain only.</summary>
internal static class ServerCertificateRules
{
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>How the chain is built; null for the system's way. TLS itself adds that the certificate must be a server's.</summary>
    public static X509ChainPolicy? ChainPolicy(X509Certificate2Collection? authorities)
    {
        if (authorities is null)
        {
            return null;
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,

            // A cluster's own authority publishes neither revocation lists nor missing certificates.
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    /// <summary>Accepts a certificate without any fault; refuses any other with the reason.</summary>
    /// <exception cref="CertificateRefusedException">It is refused.</exception>
    public static bool Accept(string name, X509Certificate2Collection? authorities, X509Certificate? certificate, X509Chain? chain,
        SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None || (errors == SslPolicyErrors.RemoteCertificateChainErrors && authorities is not null
            && certificate is X509Certificate2 server && AnchoredChain.Exists(server, chain?.ChainPolicy.ExtraStore ?? [], authorities))
            ? true
            : throw new CertificateRefusedException(Reason(name, certificate as X509Certificate2, chain, errors));

    private static string Reason(string name, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) || certificate is null)
        {
            return "the server sent none";
        }

        var reasons = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            reasons.Add($"it is for {Names(certificate)}, not for {name}");
        }

        var faults = (chain?.ChainStatus
            ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        if (faults.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture,
                $"it or its authority is valid only from {certificate.NotBefore.ToUniversalTime():u} to "
                    + $"{certificate.NotAfter.ToUniversalTime():u}"));
            faults &= ~X509ChainStatusFlags.NotTimeValid;
        }

        if ((faults & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            reasons.Add("it is not signed by an authority this context trusts");
            faults &= ~(X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain);
        }

        if (faults != X509ChainStatusFlags.NoError || reasons.Count == 0)
        {
            reasons.Add($"its chain is not valid ({faults})");
        }

        return string.Join("; ", reasons);
    }

    private static string Names(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .FirstOrDefault();
        string[] names = alternatives is null ? []
            : [.. alternatives.EnumerateDnsNames(), .. alternatives.EnumerateIPAddresses().Select(address => address.ToString())];
        return names.Length > 0 ? string.Join(", ", names.Take(10)) : $"'{certificate.Subject}'";
    }
}
