using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NsmPS.Core.Tests.Fakes;

/// <summary>A certificate authority made for a test.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private int _serial;

    public TestAuthority(string name = "test-ca", TestAuthority? parent = null)
    {
        var request = Request($"CN={name}");
        _certificate = parent is null
            ? request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30))
            : parent.Sign(request);
    }

    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>The authority as another one has signed it, with the same name and key.</summary>
    public string SignedBy(TestAuthority other)
    {
        using var signed = other.Sign(Request(_certificate.Subject));
        return signed.ExportCertificatePem();
    }

    /// <summary>A server's certificate for names and addresses.</summary>
    public X509Certificate2 Issue(string[] names, DateTimeOffset? until = null, string usage = "1.3.6.1.5.5.7.3.1")
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        return Sign("CN=server", usage, alternatives.Build(), until);
    }

    /// <summary>A client's certificate and key, as PEM texts.</summary>
    public (string Certificate, string Key) IssueClient(string name)
    {
        using var certificate = Sign($"CN={name}", "1.3.6.1.5.5.7.3.2", null, null);
        using var key = certificate.GetECDsaPrivateKey()!;
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private CertificateRequest Request(string subject)
    {
        var request = new CertificateRequest(subject, _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private X509Certificate2 Sign(CertificateRequest request)
    {
        var signer = X509SignatureGenerator.CreateForECDsa(_key);
        return request.Create(_certificate.SubjectName, signer, DateTimeOffset.UtcNow.AddDays(-25), DateTimeOffset.UtcNow.AddDays(25),
            BitConverter.GetBytes(++_serial));
    }

    private X509Certificate2 Sign(string subject, string usage, X509Extension? extension, DateTimeOffset? until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (extension is not null)
        {
            request.CertificateExtensions.Add(extension);
        }

        var serial = BitConverter.GetBytes(++_serial);
        var signer = X509SignatureGenerator.CreateForECDsa(_key);
        using var signed = request.Create(_certificate.SubjectName, signer, DateTimeOffset.UtcNow.AddDays(-20),
            until ?? DateTimeOffset.UtcNow.AddDays(20), serial);
        return signed.CopyWithPrivateKey(key);
    }
}
