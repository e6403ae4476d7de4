namespace NsmPS.Kubernetes.Config;

/// <summary>A login that is built into kubectl (<c>auth-provider</c>). It holds secrets and is never printed.</summary>
internal sealed class KubeconfigAuthProvider(string name)
{
    public string Name { get; } = name;

    public string? Issuer { get; init; }

    public string? ClientId { get; init; }

    public string? IdToken { get; init; }
}
