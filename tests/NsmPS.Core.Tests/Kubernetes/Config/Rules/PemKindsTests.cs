using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Core.Tests.Kubernetes.Config.Rules;

/// <summary>Certificates and keys of every kind are used, or named as what they are.</summary>
public sealed class PemKindsTests : IDisposable
{
    // The key of RFC 8410's example.
    private const string Ed25519Key = "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC";
    private const string Ed25519Certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBbjCCARWgAwIBAgIUTMbQhFDX6W6HgPod7gPEhpQNAocwCgYIKoZIzj0EAwIw
        EzERMA8GA1UEAwwIY2xpZW50Y2EwHhcNMjYxMTI5MDM1OTMxWhcNMjcxMTI5MDM1
        OTMxWjAyMRcwFQYDVQQDDA5jbGllbnQtZWQyNTUxOTEXMBUGA1UECgwOc3lzdGVt
        Om1hc3RlcnMwKjAFBgMrZXADIQA/vRfbwDB5VPQTEUJL1NRaY1IS/aFc6IETFoAj
        D/Vsg6NXMFUwEwYDVR0lBAwwCgYIKwYBBQUHAwIwHQYDVR0OBBYEFPtej6sWsuIy
        HFhDcAavrh3AqlxdMB8GA1UdIwQYMBaAFGbtKI0ZbcuSf/IdFBOW0gDt5YKaMAoG
        CCqGSM49BAMCA0cAMEQCIB/zGWjUx8t3ltiWjRjYkbzfT3oKFtywJWHxR7UkUrGR
        AiAnY+0RWnWvK7N2vQ+x5k3G8UbpNw96uJeULMhHVKirdA==
        -----END CERTIFICATE-----
        """;

    private readonly KubeconfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Usable => ["RSA PKCS #1", "RSA PKCS #8", "EC SEC 1", "EC SEC 1 after its parameters", "EC PKCS #8",
        "both in one text"];

    [Theory]
    [MemberData(nameof(Usable))]
    public void Resolve_KeyOfAnyForm_IsUsed(string form)
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var ofEc = new CertificateRequest("CN=jane", ec, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        using var ofRsa = new CertificateRequest("CN=jane", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        var (certificate, key) = form switch
        {
            "RSA PKCS #1" => (ofRsa, rsa.ExportRSAPrivateKeyPem()),
            "RSA PKCS #8" => (ofRsa, rsa.ExportPkcs8PrivateKeyPem()),
            "EC SEC 1" => (ofEc, ec.ExportECPrivateKeyPem()),
            "EC SEC 1 after its parameters" =>
                (ofEc, $"{new string(PemEncoding.Write("EC PARAMETERS", [6, 5, 43, 129, 4, 0, 34]))}\n{ec.ExportECPrivateKeyPem()}"),
            "both in one text" => (ofEc, $"{ofEc.ExportCertificatePem()}\n{ec.ExportPkcs8PrivateKeyPem()}"),
            _ => (ofEc, ec.ExportPkcs8PrivateKeyPem()),
        };
        Assert.Equal("CN=jane", Resolve(certificate.ExportCertificatePem(), key).Certificate!.Context.TargetCertificate.Subject);
    }

    public static TheoryData<string, string> WrongKeys => new()
    {
        { Pem("PRIVATE KEY", Ed25519Key), "client-key is an Ed25519 key" },
        { Pem("OPENSSH PRIVATE KEY", "b3BlbnNzaC1rZXktdjEA"), "client-key is a key in OpenSSH's own form" },
        { Pem("ENCRYPTED PRIVATE KEY", "AAAA"), "client-key is encrypted" },
        { "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: x\n\nAAAA\n-----END RSA PRIVATE KEY-----",
            "client-key is encrypted" },
        { Pem("DSA PRIVATE KEY", "AAAA"), "client-key is a DSA key" },
        { Pem("PUBLIC KEY", "AAAA"), "client-key is a public key" },
        { Pem("CERTIFICATE", "AAAA"), "client-key is a certificate" },
        { "PuTTY-User-Key-File-3: ssh-rsa", "client-key is a key of PuTTY" },
        { "0\uFFFD\u0001", "client-key is in binary form" },
        { "AAAA", "are not a certificate and its key" },
        { "", "client-key" },
    };

    [Theory]
    [MemberData(nameof(WrongKeys))]
    public void Resolve_OtherKey_IsNamed(string key, string expected)
    {
        using var authority = new TestAuthority();
        AssertRefused(authority.IssueClient("jane").Certificate, key, expected);
    }

    public static TheoryData<string, string> WrongCertificates => new()
    {
        { Pem("CERTIFICATE REQUEST", "AAAA"), "client-certificate is a request for a certificate" },
        { Pem("TRUSTED CERTIFICATE", "AAAA"), "client-certificate is in a form of OpenSSL's own" },
        { Pem("PKCS7", "AAAA"), "client-certificate is a PKCS #7 collection" },
        { Pem("EC PRIVATE KEY", "AAAA"), "client-certificate is a key" },
        { "ssh-ed25519 AAAA jane", "client-certificate is a key of SSH" },
        { "0\uFFFD\u0001", "client-certificate is in binary form" },
        { Ed25519Certificate, "client-certificate is for an Ed25519 key" },
    };

    [Theory]
    [MemberData(nameof(WrongCertificates))]
    public void Resolve_OtherCertificate_IsNamed(string certificate, string expected)
    {
        using var authority = new TestAuthority();
        AssertRefused(certificate, authority.IssueClient("jane").Key, expected);
    }

    [Fact]
    public void Resolve_KeyOfAnotherCertificate_SaysSo()
    {
        using var authority = new TestAuthority();
        AssertRefused(authority.IssueClient("jane").Certificate, authority.IssueClient("bob").Key, "do not belong together");
    }

    private static string Pem(string label, string base64) => new(PemEncoding.Write(label, Convert.FromBase64String(base64)));

    private void AssertRefused(string certificate, string key, string expected)
    {
        var error = Assert.Throws<NsmException>(() => Resolve(certificate, key));
        Assert.Equal("KubeconfigInvalid", error.Error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("BEGIN", error.ToString(), StringComparison.Ordinal);
    }

    private ConnectionSettings Resolve(string certificate, string key)
    {
        _folder.Write("jane.crt", certificate);
        File.WriteAllText(_folder.PathOf("jane.key"), key, Encoding.UTF8);
        var file = _folder.Write("config",
            KubeconfigFolder.Config("one", "https://x", "", "client-certificate: jane.crt\nclient-key: jane.key"));
        return ContextResolver.Resolve(new ClusterOptions { Kubeconfig = file }, _folder.Environment);
    }
}
