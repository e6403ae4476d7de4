using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Names;

namespace NsmPS.Nsm.Injection;

/// <summary>The key pair of NSM's admission webhook and the authority that signed it.</summary>
/// <remarks>The authority's own key is thrown away after signing: nobody can make a
/// second certificate the API server would trust.</remarks>
internal sealed class WebhookCertificate
{
    private const string CertificateKey = "tls.crt";
    private const string PrivateKeyKey = "tls.key";
    private const string AuthorityKey = "ca.crt";

    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(3650);
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromDays(30);

    private readonly string _certificate;
    private readonly string _privateKey;
    private readonly string _authority;

    private WebhookCertificate(string certificate, string privateKey, string authority)
    {
        _certificate = certificate;
        _privateKey = privateKey;
        _authority = authority;
    }

    /// <summary>What the API server must trust, in the form of a webhook's caBundle.</summary>
    public string CaBundle => Convert.ToBase64String(Encoding.ASCII.GetBytes(_authority));

    /// <summary>Changes whenever the pair does.</summary>
    public string Fingerprint => FingerprintOf(_certificate);

    /// <summary>When the certificate expires.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Makes a new authority and a certificate for the webhook's service in a namespace.</summary>
    public static WebhookCertificate Create(string @namespace, TimeProvider time)
    {
        var notBefore = time.GetUtcNow() - s_clockSkew;
        var notAfter = notBefore + s_lifetime;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=nsm-admission-webhook-ca", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var authority = authorityRequest.CreateSelfSigned(notBefore, notAfter);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={NsmNames.WebhookService}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in HostNames(@namespace))
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var certificate = request.Create(authority, notBefore, notAfter, RandomNumberGenerator.GetBytes(16));
        return new WebhookCertificate(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), authority.ExportCertificatePem())
        { Expires = certificate.NotAfter.ToUniversalTime() };
    }

    /// <summary>The pair in a Secret, if it is whole, fits the namespace, is signed by
    /// its authority and stays valid; otherwise null.</summary>
    public static WebhookCertificate? Reuse(JsonObject? secret, string @namespace, TimeProvider time)
    {
        if (Read(secret) is not { } found)
        {
            return null;
        }

        try
        {
            using var pair = X509Certificate2.CreateFromPem(found._certificate);
            using var root = X509Certificate2.CreateFromPem(found._authority);
            using var chain = new X509Chain
            {
                ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck }
            };
            chain.ChainPolicy.CustomTrustStore.Add(root);
            chain.ChainPolicy.VerificationTime = (time.GetUtcNow() + s_renewBefore).UtcDateTime;
            return HostNames(@namespace).All(name => pair.MatchesHostname(name)) && chain.Build(pair) ? found : null;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The pair in a Secret, if its certificate and key belong together, whatever it is good for; otherwise null.</summary>
    public static WebhookCertificate? Read(JsonObject? secret)
    {
        if (Decode(secret, CertificateKey) is not { } certificate || Decode(secret, PrivateKeyKey) is not { } privateKey
            || Decode(secret, AuthorityKey) is not { } authority)
        {
            return null;
        }

        try
        {
            using var pair = X509Certificate2.CreateFromPem(certificate, privateKey);
            return new WebhookCertificate(certificate, privateKey, authority) { Expires = pair.NotAfter.ToUniversalTime() };
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>When the certificate in a Secret expires; null when there is none that can be read. Its key is not looked at.</summary>
    public static DateTimeOffset? ExpiresOf(JsonObject? secret)
    {
        try
        {
            using var certificate = Decode(secret, CertificateKey) is { } text ? X509Certificate2.CreateFromPem(text) : null;
            return certificate?.NotAfter.ToUniversalTime();
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The fingerprint of the pair in a Secret, if certificate and key belong together. Where the key is masked, as in a support
    /// bundle, it is that of the certificate.</summary>
    public static string? FingerprintOf(JsonObject? secret) =>
        Decode(secret, PrivateKeyKey) is { } key && key.StartsWith(MaskedText.Mask, StringComparison.Ordinal)
            ? Decode(secret, CertificateKey) is { } certificate ? FingerprintOf(certificate) : null
            : Read(secret)?.Fingerprint;

    /// <summary>What everyone may see of the pair in a Secret: its certificates, by their keys.</summary>
    public static IEnumerable<(string Key, string Text)> PublicParts(JsonObject? secret) =>
        from key in (string[])[CertificateKey, AuthorityKey]
        let text = Decode(secret, key)
        where text is not null && IsCertificate(text)
        select (key, text);

    /// <summary>Whether a text is one certificate and nothing else.</summary>
    private static bool IsCertificate(string text)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(text);
            return certificate.ExportCertificatePem().Trim() == text.ReplaceLineEndings("\n").Trim();
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private static string FingerprintOf(string certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(certificate)))[..16];

    /// <summary>The Secret that holds the pair of a mesh.</summary>
    public static ObjectKey SecretKey(string @namespace) => new("v1", KnownTypes.Secrets.Kind, @namespace, NsmNames.WebhookSecret);

    /// <summary>The fingerprint of the pair that an object was bound to; null for objects that are bound to none.</summary>
    public static string? BoundTo(JsonObject item) =>
        IsWorkload(item) ? item.Text("spec", "template", "metadata", "annotations", OwnNames.CertificateAnnotation) : null;

    /// <summary>The Secret that the webhook's pod mounts.</summary>
    public JsonObject ToSecret(string @namespace) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject { ["name"] = NsmNames.WebhookSecret, ["namespace"] = @namespace },
        ["type"] = "Opaque",
        ["data"] = ToData(),
    };

    /// <summary>Makes the webhook's configuration trust the pair, its Secret hold it, and its pods restart when the pair changes.</summary>
    public void Bind(JsonObject item)
    {
        if (item.Kind() == "MutatingWebhookConfiguration" && item.Name() == NsmNames.WebhookConfiguration)
        {
            foreach (var webhook in item.Items("webhooks"))
            {
                webhook.Ensure("clientConfig")["caBundle"] = CaBundle;
            }
        }
        else if (item.Kind() == KnownTypes.Secrets.Kind && item.Name() == NsmNames.WebhookSecret)
        {
            item["data"] = ToData();
        }
        else if (IsWorkload(item))
        {
            item.Ensure("spec", "template", "metadata", "annotations")[OwnNames.CertificateAnnotation] = Fingerprint;
        }
    }

    private JsonObject ToData() =>
        new() { [CertificateKey] = Encode(_certificate), [PrivateKeyKey] = Encode(_privateKey), [AuthorityKey] = Encode(_authority) };

    private static bool IsWorkload(JsonObject item) => item.Kind() == "Deployment" && item.Name() == NsmNames.WebhookDeployment;

    private static string[] HostNames(string @namespace) =>
        [$"{NsmNames.WebhookService}.{@namespace}", $"{NsmNames.WebhookService}.{@namespace}.svc"];

    private static string Encode(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private static string? Decode(JsonObject? secret, string key)
    {
        var text = secret.Text("data", key);
        var buffer = new byte[text?.Length ?? 0];
        return text is not null && Convert.TryFromBase64String(text, buffer, out var length)
            ? Encoding.ASCII.GetString(buffer, 0, length)
            : null;
    }
}
