using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NsmPS.Kubernetes.Tls;

/// <summary>Reads several certificates in PEM form. As with kubectl, a block that is none or is damaged does not hide the others.</summary>
internal static class AuthorityBundle
{
    private const string Label = "CERTIFICATE";

    /// <summary>The certificates that can be read, possibly none.</summary>
    public static X509Certificate2Collection Read(string text)
    {
        var authorities = new X509Certificate2Collection();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var block))
        {
            if (rest[block.Label].SequenceEqual(Label) && TryLoad(rest[block.Base64Data]) is { } certificate)
            {
                authorities.Add(certificate);
            }

            rest = rest[block.Location.End..];
        }

        return authorities;
    }

    private static X509Certificate2? TryLoad(ReadOnlySpan<char> base64)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64.ToString()));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
