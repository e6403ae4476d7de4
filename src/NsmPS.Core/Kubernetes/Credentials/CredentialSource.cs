namespace NsmPS.Kubernetes.Credentials;

/// <summary>Where the credentials of a connection come from.</summary>
internal abstract class CredentialSource : IDisposable
{
    /// <summary>The credentials to use now.</summary>
    public abstract ValueTask<RequestCredential> GetAsync(CancellationToken cancellationToken);

    /// <summary>Called when the server refused some: others to try once, or null when there are none.</summary>
    public virtual ValueTask<RequestCredential?> RenewAsync(RequestCredential refused, CancellationToken cancellationToken) => ValueTask.FromResult<RequestCredential?>(null);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
