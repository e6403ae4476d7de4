using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Spire;

/// <summary>The server's authority: recreated at every start, so that nothing that an earlier one issued counts any more.</summary>
internal sealed class Authority : IDisposable
{
    private const int SerialLength = 16;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_clockDifference = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Svid> _issued = new();
    private readonly X509Certificate2 _root;

    public Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={SpireNames.TrustDomain},O=SPIFFE", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        _root = request.CreateSelfSigned(now - s_clockDifference, now + s_lifetime);
        Bundle = _root.ExportCertificatePem();
    }

    /// <summary>The authority's certificate in PEM.</summary>
    public string Bundle { get; }

    /// <summary>The identity of an entry; the same entry gets the same certificate again.</summary>
    public Svid Issue(IdentityEntry entry) =>
        _issued.GetOrAdd($"{entry.PodUid} {entry.SpiffeId} {string.Join(' ', entry.DnsNames)}", _ => Create(entry));

    public void Dispose() => _root.Dispose();

    private Svid Create(IdentityEntry entry)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("C=US,O=SPIRE", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddUri(new Uri(entry.SpiffeId));
        foreach (var name in entry.DnsNames)
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        using var certificate = request.Create(_root, _root.NotBefore, _root.NotAfter,
            RandomNumberGenerator.GetBytes(SerialLength));
        return new Svid(entry.SpiffeId, certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), Bundle);
    }
}
