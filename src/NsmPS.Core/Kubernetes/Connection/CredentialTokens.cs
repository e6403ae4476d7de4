using System.Net.Http.Headers;
using k8s.Authentication;
using NsmPS.Kubernetes.Credentials;

namespace NsmPS.Kubernetes.Connection;

/// <summary>Gives KubernetesClient the header that our credentials make.</summary>
internal sealed class CredentialTokens(CredentialSource source) : ITokenProvider
{
    // Null means no header: a client certificate, or an anonymous user.
    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) =>
        (await source.GetAsync(cancellationToken)).Authorization!;
}
