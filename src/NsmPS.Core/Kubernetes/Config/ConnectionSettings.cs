using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace NsmPS.Kubernetes.Config;

/// <summary>Everything a connection needs, checked and loaded. It holds secrets and is never printed.</summary>
internal sealed record ConnectionSettings
{
    public required string Name { get; init; }

    /// <summary>The API server's address, without a login.</summary>
    public required Uri Server { get; init; }

    /// <summary>The login that the address held. It wins over all else, as with kubectl.</summary>
    public NetworkCredential? Login { get; init; }

    /// <summary>Who may sign the server's certificate; null for the system's authorities.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The file that they came from; null where they came from none.</summary>
    public string? AuthorityFile { get; init; }

    public bool SkipTlsVerify { get; init; }

    /// <summary>The name that the server's certificate has to carry, where it is not the address's.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The proxy to go through; null for none.</summary>
    public Uri? Proxy { get; init; }

    public ClientCertificate? Certificate { get; init; }

    public string? Token { get; init; }

    public string? TokenFile { get; init; }

    public NetworkCredential? Basic { get; init; }

    public KubeconfigPlugin? Plugin { get; init; }

    public KubeconfigAuthProvider? AuthProvider { get; init; }

    /// <summary>The cluster entry as the plugin may be told of it; null for a pod's service account.</summary>
    public KubeconfigCluster? Entry { get; init; }

    /// <summary>The context and user entries that belong to it.</summary>
    public (KubeconfigContext Context, KubeconfigUser User) Source { get; init; }

    public ImmutableArray<KeyValuePair<string, string>> Impersonation { get; init; } = [];

    /// <summary>Never the secrets.</summary>
    public override string ToString() => Name;
}
