using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NsmPS.Adapter.Client.Calls;

/// <summary>Which authorities to trust and which certificate to show in TLS with an adapter.</summary>
internal static class AdapterTls
{
    /// <exception cref="NsmException">CertificateFileInvalid.</exception>
    public static SslClientAuthenticationOptions Options(AdapterAddress address, AdapterClientOptions options)
    {
        var tls = new SslClientAuthenticationOptions
        {
            TargetHost = address.Host.Trim('[', ']'),
            ApplicationProtocols = [SslApplicationProtocol.Http2]
        };
        if (options.ClientCertificate is { } certificate)
        {
            tls.ClientCertificates = [ReadPair(certificate, options.ClientKey)];
        }
        else if (options.ClientKey is { } key)
        {
            throw Invalid(key, "A client key needs its certificate", null);
        }

        if (options.PinnedCertificate is { } pinned)
        {
            var expected = ReadAll(pinned)[0].RawDataMemory;
            tls.RemoteCertificateValidationCallback = (_, shown, _, _) =>
                shown is X509Certificate2 given && given.RawDataMemory.Span.SequenceEqual(expected.Span);
        }
        else if (options.CertificateAuthority is { } authority)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(ReadAll(authority));
        }

        return tls;
    }

    private static X509Certificate2Collection ReadAll(string file)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(file);
        }
        catch (Exception failure) when (IsOfTheFile(failure))
        {
            throw Invalid(file, $"'{file}' cannot be read as a certificate in PEM form", failure);
        }

        return certificates.Count > 0 ? certificates : throw Invalid(file, $"'{file}' holds no certificate in PEM form", null);
    }

    private static X509Certificate2 ReadPair(string certificate, string? key)
    {
        if (key is null)
        {
            throw Invalid(certificate, $"The client certificate '{certificate}' needs its key", null);
        }

        try
        {
            var read = X509Certificate2.CreateFromPemFile(certificate, key);
            if (!OperatingSystem.IsWindows())
            {
                return read;
            }

            // TLS on Windows refuses keys that were never stored. A round trip through PKCS #12 gives a key that it accepts.
            using var unstored = read;
            return X509CertificateLoader.LoadPkcs12(unstored.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception failure) when (IsOfTheFile(failure))
        {
            throw Invalid(certificate, $"'{certificate}' and '{key}' are not a certificate and its key in PEM form", failure);
        }
    }

    private static bool IsOfTheFile(Exception failure) =>
        failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;

    private static NsmException Invalid(string file, string text, Exception? cause) =>
        new(NsmErrors.CertificateFileInvalid, $"{text}.", file, cause);
}
