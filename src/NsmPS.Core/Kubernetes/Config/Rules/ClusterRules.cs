using System.Security.Cryptography.X509Certificates;

namespace NsmPS.Kubernetes.Config.Rules;

/// <summary>What a cluster entry means, and whether it can be used.</summary>
internal sealed class ClusterRules(string file, string context, KubeconfigCluster entry)
{
    public KubeconfigCluster Entry => entry;

    private bool HasAuthority => (entry.AuthorityData ?? entry.AuthorityFile) is not null;

    /// <summary>The server's address, with the login it may hold.</summary>
    public Uri ReadServer(KubeconfigUser user) =>
        ServerAddress.Parse(entry.Server, secure: HasAuthority || entry.SkipTlsVerify || user.HasCertificate)
            ?? throw Invalid("the server of", "is missing or not an http(s) address");

    /// <summary>Who may sign the server's certificate; null for the system's authorities.</summary>
    public X509Certificate2Collection? ReadAuthorities()
    {
        if (entry.SkipTlsVerify && HasAuthority)
        {
            throw Invalid("", "has both a certificate-authority and insecure-skip-tls-verify");
        }

        return PemText.Read(file, "certificate-authority", entry.AuthorityData, entry.AuthorityFile) is { } text
            ? PemText.ReadAuthorities(file, text)
            : null;
    }

    public string? ReadServerName() => entry.TlsServerName is not { } name ? null
        : Uri.CheckHostName(name) switch
        {
            UriHostNameType.Dns or UriHostNameType.IPv4 => name,
            UriHostNameType.IPv6 => $"[{name.Trim('[', ']')}]",
            _ => throw Invalid("the tls-server-name of", "is not a host name"),
        };

    public Uri? ReadProxy() => entry.ProxyUrl is null ? null
        : Uri.TryCreate(entry.ProxyUrl, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https" or "socks5") ? address
        : throw Invalid("the proxy-url of", "is not an http, https or socks5 address");

    private NsmException Invalid(string what, string fault) =>
        KubeconfigErrors.Invalid(file, $"{(what.Length > 0 ? what + " " : "")}the cluster '{entry.Name}' {fault}", context);
}
