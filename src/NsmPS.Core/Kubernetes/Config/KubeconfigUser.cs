using System.Collections.Immutable;

namespace NsmPS.Kubernetes.Config;

/// <summary>A user entry as written; paths are already resolved against the file's folder. It holds secrets and is never printed.</summary>
internal sealed class KubeconfigUser(string name)
{
    /// <summary>The header that names whom the server is asked to take the user for.</summary>
    public const string ImpersonatedName = "Impersonate-User";

    public string Name { get; } = name;

    public bool HasCertificate => (CertificateData ?? CertificateFile) is not null;

    public string? CertificateFile { get; init; }

    public string? CertificateData { get; init; }

    public string? KeyFile { get; init; }

    public string? KeyData { get; init; }

    public string? Token { get; init; }

    public string? TokenFile { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>Headers that ask the server to act as somebody else.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Impersonation { get; init; } = [];

    public KubeconfigAuthProvider? AuthProvider { get; init; }

    public KubeconfigPlugin? Plugin { get; init; }
}
