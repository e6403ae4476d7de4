using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NsmPS.Kubernetes.Config;

/// <summary>A client's certificate with its key and the certificates between it and its authority.</summary>
internal sealed class ClientCertificate
{
    private ClientCertificate(SslStreamCertificateContext context) => Context = context;

    public SslStreamCertificateContext Context { get; }

    /// <summary>Reads PEM texts.</summary>
    /// <exception cref="CryptographicException">They are no certificate with its key.</exception>
    public static ClientCertificate FromPem(string certificate, string key)
    {
        var read = Read(certificate, key);
        if (OperatingSystem.IsWindows())
        {
            // TLS on Windows refuses keys that were never stored. A round trip through PKCS #12 gives a key that it accepts.
            using var unstored = read;
            read = X509CertificateLoader.LoadPkcs12(unstored.Export(X509ContentType.Pkcs12), null);
        }

        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate);
        return new ClientCertificate(SslStreamCertificateContext.Create(read, [.. chain.Skip(1)], offline: true));
    }

    private static X509Certificate2 Read(string certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (ArgumentException exception)
        {
            // .NET reports in this way that the key belongs to another certificate.
            throw new CryptographicException("The key does not belong to the certificate.", exception);
        }
    }
}
