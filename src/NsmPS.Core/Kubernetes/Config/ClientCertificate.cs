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
        X509Certificate2 read = Read(certificate, key);
        if (OperatingSystem.IsWindows())
        {
            // Windows' TLS takes no key that was never stored; a PKCS #12 round trip makes one it takes.
            using X509Certificate2 unstored = read;
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
            // That is how .NET says that the key belongs to another certificate.
            throw new CryptographicException("The key does not belong to the certificate.", exception);
        }
    }
}
