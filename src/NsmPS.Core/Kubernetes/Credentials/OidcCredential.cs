using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Config.Rules;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>The ID token that kubectl's own login (auth-provider oidc) keeps in the kubeconfig. It is used while it holds. A new one is
/// kubectl's to get: many providers take each refresh token once, so it must be written into the kubeconfig, and NsmPS writes no
/// secrets.</summary>
internal sealed class OidcCredential(
    string context, string user, KubeconfigAuthProvider provider, ClientCertificate? certificate, TimeProvider time) : CredentialSource
{
    // Credentials must not expire while the request is on its way.
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(10);

    private readonly RequestCredential? _credential = provider.IdToken is { } token && HeaderText.FindTokenFault(token) is null
        ? RequestCredential.Bearer(token, certificate)
        : null;

    private readonly DateTimeOffset? _expires = ReadExpiry(provider.IdToken);

    public override ValueTask<RequestCredential> GetAsync(CancellationToken cancellationToken) => (_credential, _expires) switch
    {
        (null, _) => throw Ended("is missing or not a token"),
        (_, null) => throw Ended("does not say when it ends"),
        (_, { } end) when time.GetUtcNow() > end - s_margin => throw Ended("has ended"),
        ({ } valid, _) => ValueTask.FromResult(valid),
    };

    /// <summary>The claim "exp" of a JSON Web Token: seconds since 1970.</summary>
    private static DateTimeOffset? ReadExpiry(string? token)
    {
        var parts = token?.Split('.') ?? [];
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            var claims = JsonReader.TryReadObject(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
            return claims?["exp"] is JsonValue value && value.TryGetValue(out double seconds)
                ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
                : null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private NsmException Ended(string fault) => new(NsmErrors.CredentialsRejected,
        $"The ID token of the user '{user}' (auth-provider oidc) {fault}.", user)
    {
        Cluster = context,
        Remedy = $"Let kubectl get a new one: 'kubectl --context {context} get --raw /version'. Or log in by an exec plugin such as "
            + "kubelogin.",
    };
}
