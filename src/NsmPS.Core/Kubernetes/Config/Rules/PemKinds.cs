using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NsmPS.Kubernetes.Config.Rules;

/// <summary>Names what a certificate or key is that cannot be used. The reasons are ends of sentences and hold nothing of the
/// text.</summary>
internal static class PemKinds
{
    private const string Certificate = "CERTIFICATE";
    private const string Pkcs8Key = "PRIVATE KEY";

    private static readonly Dictionary<string, string> s_wrongCertificates = new(StringComparer.Ordinal)
    {
        ["CERTIFICATE REQUEST"] = "is a request for a certificate: put in what the authority made of it",
        ["NEW CERTIFICATE REQUEST"] = "is a request for a certificate: put in what the authority made of it",
        ["TRUSTED CERTIFICATE"] = "is in a form of OpenSSL's own: write it again with 'openssl x509'",
        ["PKCS7"] = "is a PKCS #7 collection: write it again with 'openssl pkcs7 -print_certs'",
        ["X509 CRL"] = "is a list of revoked certificates",
    };

    private static readonly Dictionary<string, string> s_wrongKeys = new(StringComparer.Ordinal)
    {
        ["ENCRYPTED PRIVATE KEY"] = Encrypted,
        ["OPENSSH PRIVATE KEY"] = "is a key in OpenSSH's own form: write it again with 'ssh-keygen -p -m PKCS8'",
        ["DSA PRIVATE KEY"] = "is a DSA key, which TLS no longer takes: get a certificate for an RSA or ECDSA key",
        ["PUBLIC KEY"] = "is a public key: the private key is needed",
        ["RSA PUBLIC KEY"] = "is a public key: the private key is needed",
        [Certificate] = "is a certificate: the private key is needed",
    };

    /// <summary>Kinds of keys that the TLS of .NET does not know, by the number of their algorithm.</summary>
    private static readonly Dictionary<string, string> s_otherAlgorithms = new(StringComparer.Ordinal)
    {
        ["1.3.101.110"] = "X25519",
        ["1.3.101.111"] = "X448",
        ["1.3.101.112"] = "Ed25519",
        ["1.3.101.113"] = "Ed448",
        ["1.2.840.10040.4.1"] = "DSA",
    };

    private const string Encrypted = "is encrypted, and a kubeconfig has no place for its passphrase: write it again with 'openssl pkey'";

    /// <summary>Why a text is no certificate that can be used; null when it may be one.</summary>
    public static string? FindCertificateFault(string text)
    {
        string[] labels = [.. Labels(text)];
        return !labels.Contains(Certificate)
            ? labels.Select(s_wrongCertificates.GetValueOrDefault).FirstOrDefault(known => known is not null)
                ?? (labels.Any(label => label.EndsWith(Pkcs8Key, StringComparison.Ordinal)) ? "is a key: the certificate is needed"
                    : Form(text))
            : Algorithm(text) is { } name
                ? $"is for an {name} key, which the TLS of .NET cannot use: get a certificate for an RSA or ECDSA key"
            : null;
    }

    /// <summary>Why a text is no key that can be used; null when it may be one.</summary>
    public static string? FindKeyFault(string text)
    {
        string[] labels = [.. Labels(text)];
        var key = labels.FirstOrDefault(label => label.EndsWith(Pkcs8Key, StringComparison.Ordinal)) ?? labels.FirstOrDefault();
        return text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal) ? Encrypted
            : key is null ? Form(text)
            : s_wrongKeys.GetValueOrDefault(key) is { } known ? known
            : key == Pkcs8Key && KeyAlgorithm(text) is { } name
                ? $"is an {name} key, which the TLS of .NET cannot use: get a certificate for an RSA or ECDSA key"
            : null;
    }

    private static IEnumerable<string> Labels(string text)
    {
        for (var rest = text; PemEncoding.TryFind(rest, out var found); rest = rest[found.Location.End..])
        {
            yield return rest[found.Label];
        }
    }

    // Text that came of base64 or a file, where bytes that are no UTF-8 have become U+FFFD.
    private static string? Form(string text) => text.StartsWith("PuTTY-User-Key-File", StringComparison.Ordinal) ? "is a key of PuTTY"
        : text.StartsWith("ssh-", StringComparison.Ordinal) || text.StartsWith("ecdsa-sha2-", StringComparison.Ordinal) ? "is a key of SSH"
        : text.StartsWith('0') && text.Contains('\uFFFD', StringComparison.Ordinal)
            ? "is in binary form (DER or PKCS #12): write it again in PEM form with 'openssl'"
        : null;

    private static string? Algorithm(string certificate)
    {
        try
        {
            using var read = X509Certificate2.CreateFromPem(certificate);
            return s_otherAlgorithms.GetValueOrDefault(read.PublicKey.Oid.Value ?? "");
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string? KeyAlgorithm(string text)
    {
        try
        {
            for (var rest = text; PemEncoding.TryFind(rest, out var found); rest = rest[found.Location.End..])
            {
                if (rest[found.Label] == Pkcs8Key)
                {
                    var key = new AsnReader(Convert.FromBase64String(rest[found.Base64Data]), AsnEncodingRules.BER).ReadSequence();
                    key.ReadInteger();
                    return s_otherAlgorithms.GetValueOrDefault(key.ReadSequence().ReadObjectIdentifier());
                }
            }

            return null;
        }
        catch (Exception exception) when (exception is AsnContentException or FormatException)
        {
            return null;
        }
    }
}
