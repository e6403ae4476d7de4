using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NsmPS.Kubernetes.Config.Rules;
using NsmPS.Kubernetes.Tls;

namespace NsmPS.Kubernetes.Config;

/// <summary>Certificates and keys as a kubeconfig holds them: base64 in a field, or the
/// path of a file. The field wins, as with kubectl.</summary>
internal static class PemText
{
    /// <summary>The PEM text; null when neither is set.</summary>
    /// <exception cref="NsmException">The field is not base64, or the file cannot be read.</exception>
    public static string? Read(string kubeconfig, string field, string? data, string? file)
    {
        if (data is null)
        {
            return file switch
            {
                null => null,
                _ when !File.Exists(file) =>
                    throw KubeconfigErrors.Invalid(kubeconfig, $"{field} names the file '{file}', which does not exist"),
                _ => KubeconfigFiles.ReadText(file),
            };
        }

        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        }
        catch (FormatException)
        {
            throw KubeconfigErrors.Invalid(kubeconfig, $"{field}-data is not base64");
        }
    }

    /// <summary>The certificates of authorities.</summary>
    /// <exception cref="NsmException">The text holds none.</exception>
    public static X509Certificate2Collection ReadAuthorities(string kubeconfig, string text)
    {
        var authorities = AuthorityBundle.Read(text);
        return authorities.Count > 0
            ? authorities
            : throw KubeconfigErrors.Invalid(kubeconfig, "certificate-authority holds no certificate in PEM form");
    }

    /// <summary>A client's certificate.</summary>
    /// <exception cref="NsmException">The texts are no certificate with its key.</exception>
    public static ClientCertificate ReadClient(string kubeconfig, string certificate, string? key)
    {
        if (key is null)
        {
            throw KubeconfigErrors.Invalid(kubeconfig, "client-certificate is set and client-key is not");
        }

        if (PemKinds.FindCertificateFault(certificate) is { } wrongCertificate)
        {
            throw KubeconfigErrors.Invalid(kubeconfig, $"client-certificate {wrongCertificate}");
        }

        if (PemKinds.FindKeyFault(key) is { } wrongKey)
        {
            throw KubeconfigErrors.Invalid(kubeconfig, $"client-key {wrongKey}");
        }

        try
        {
            return ClientCertificate.FromPem(certificate, key);
        }
        catch (CryptographicException exception)
        {
            // .NET reports in this way that the key belongs to another certificate.
            throw KubeconfigErrors.Invalid(kubeconfig, exception.InnerException is ArgumentException
                ? "client-certificate and client-key do not belong together"
                : "client-certificate and client-key are not a certificate and its key in PEM form");
        }
    }
}
