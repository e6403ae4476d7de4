using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads.Security;

namespace NsmPS.Sandbox.Nsm.Injection;

/// <summary>Whether a webhook is asked about an object, and whether its server would be believed.</summary>
internal static class WebhookRules
{
    /// <summary>Whether a webhook's rules and selectors cover the creation of an object.</summary>
    public static bool Covers(JsonObject webhook, ResourceKind kind, JsonObject item, JsonObject? space) =>
        webhook.Items("rules").Any(rule => ResourceRules.Cover(rule, "CREATE", kind)) && ResourceRules.Select(webhook, item, space);

    /// <summary>Whether an authority of the bundle signed the certificate of the secret, for the service's name.</summary>
    public static bool IsTrusted(string? caBundle, JsonObject? secret, string host, DateTimeOffset now)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(
                Encoding.ASCII.GetString(Convert.FromBase64String(secret.Text("data", "tls.crt") ?? "")));
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(caBundle ?? "")));
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.VerificationTime = now.UtcDateTime;
            return certificate.MatchesHostname(host, allowWildcards: false) && chain.Build(certificate);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return false;
        }
    }
}
