using System.Net.Http.Headers;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>What proves to the server who asks: a header, a certificate, or nothing. It is compared by identity and never printed.</summary>
internal sealed class RequestCredential(AuthenticationHeaderValue? authorization, ClientCertificate? certificate)
{
    public AuthenticationHeaderValue? Authorization { get; } = authorization;

    public ClientCertificate? Certificate { get; } = certificate;

    public static RequestCredential Bearer(string token, ClientCertificate? certificate = null) => new(new AuthenticationHeaderValue("Bearer", token), certificate);
}
