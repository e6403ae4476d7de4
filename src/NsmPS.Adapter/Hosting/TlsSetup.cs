using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace NsmPS.Adapter.Hosting;

/// <summary>TLS, and on request mutual TLS, with PEM files.</summary>
internal static class TlsSetup
{
    /// <exception cref="NsmException">AdapterSettingInvalid: a file holds no certificate or key.</exception>
    public static void Apply(ListenOptions listen, AdapterSettings settings)
    {
        if (!settings.UsesTls)
        {
            return;
        }

        var certificate = Load(nameof(AdapterSettings.TlsCertificate),
            () => X509Certificate2.CreateFromPemFile(settings.TlsCertificate!, settings.TlsKey));
        var chain = Load(nameof(AdapterSettings.TlsCertificate), () => Authorities(settings.TlsCertificate!));
        var authorities = settings.ClientAuthority is { } file
            ? Load(nameof(AdapterSettings.ClientAuthority), () => Authorities(file))
            : null;
        listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ServerCertificateChain = chain;
            if (authorities is not null)
            {
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                https.ClientCertificateValidation = (client, _, _) => ComesFrom(client, authorities);
            }
        });
    }

    private static bool ComesFrom(X509Certificate2 client, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        return chain.Build(client);
    }

    private static X509Certificate2Collection Authorities(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("it holds no certificate");
    }

    private static T Load<T>(string setting, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new NsmException(NsmErrors.AdapterSettingInvalid,
                $"{AdapterSettings.Section}:{setting} cannot be used: {exception.Message}", setting, exception);
        }
    }
}
