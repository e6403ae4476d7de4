using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NsmPS.Kubernetes.Tls;

/// <summary>Looks for a path from a server's certificate to one of the authorities. None of these needs to be self-signed:
/// it may be an intermediate, one that another authority has signed, or the server's own certificate. .NET by itself trusts
/// self-signed ones only, and does not know a certificate that is for any use.</summary>
internal static class AnchoredChain
{
    private const string AnyUse = "2.5.29.37.0";

    // What is missing or not trusted above an authority does not matter.
    private const X509ChainStatusFlags Above = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot
        | X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    /// <summary>Whether there is one, of which every certificate is valid.</summary>
    public static bool Exists(X509Certificate2 certificate, X509Certificate2Collection sent, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain { ChainPolicy = ServerCertificateRules.ChainPolicy(authorities)! };

        // A server may send its own form of a trusted authority, signed by somebody else: the path must lead to ours.
        chain.ChainPolicy.ExtraStore.AddRange(sent.Where(one => !authorities.Any(authority => IsSameAuthority(authority, one))).ToArray());
        chain.Build(certificate);
        foreach (var element in chain.ChainElements)
        {
            if ((Flags(element.ChainElementStatus) & ~Above) != X509ChainStatusFlags.NoError || !MayServe(element.Certificate))
            {
                return false;
            }

            if (authorities.Any(authority => authority.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSameAuthority(X509Certificate2 one, X509Certificate2 other) =>
        one.SubjectName.RawData.AsSpan().SequenceEqual(other.SubjectName.RawData)
        && one.GetPublicKey().AsSpan().SequenceEqual(other.GetPublicKey());

    private static bool MayServe(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().All(uses => uses.EnhancedKeyUsages.OfType<Oid>()
            .Any(use => use.Value is ServerCertificateRules.ServerAuthentication or AnyUse));

    private static X509ChainStatusFlags Flags(X509ChainStatus[] statuses) =>
        statuses.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
}
