using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Names;

namespace NsmPS.Checks.Rules;

/// <summary>Whether an API server would believe the webhook's server.</summary>
internal static class CertificateRules
{
    private const string CertificateKey = "tls.crt";

    /// <summary>Why the certificate of the Secret is not trusted by the bundle for the host name; null when it is.</summary>
    public static string? Problem(JsonObject? secret, string? caBundle, string host, DateTimeOffset now)
    {
        if (secret is null)
        {
            return $"Secret {NsmNames.WebhookSecret} does not exist";
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPem(Decode(secret.Text("data", CertificateKey)));
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPem(Decode(caBundle));
            using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
            chain.ChainPolicy.VerificationTime = now.UtcDateTime;
            return now > certificate.NotAfter ? $"the certificate expired on {certificate.NotAfter:yyyy-MM-dd}"
                : !certificate.MatchesHostname(host, allowWildcards: false) ? $"the certificate is not for {host}"
                : !chain.Build(certificate) ? "the caBundle of the configuration did not sign the certificate of the Secret"
                : null;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            return "the caBundle of the configuration or the certificate of the Secret cannot be read";
        }
    }

    private static string Decode(string? base64) => Encoding.ASCII.GetString(Convert.FromBase64String(base64 ?? ""));
}
