namespace NsmPS.Kubernetes.Credentials;

/// <summary>Credentials that stay the same: a token, a password, a certificate, or none.</summary>
internal sealed class FixedCredential(RequestCredential credential) : CredentialSource
{
    public override ValueTask<RequestCredential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(credential);
}
