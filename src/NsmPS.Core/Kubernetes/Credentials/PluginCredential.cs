namespace NsmPS.Kubernetes.Credentials;

/// <summary>Credentials of the kubeconfig's own program: kept until they expire or the
/// server refuses them, and fetched by one caller for all.</summary>
internal sealed class PluginCredential(Func<CancellationToken, Task<PluginAnswer>> run, TimeProvider time) : CredentialSource
{
    // Credentials must not expire while the request is on its way.
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private PluginAnswer? _answer;

    public override async ValueTask<RequestCredential> GetAsync(CancellationToken cancellationToken) =>
        _answer is { } known && !IsExpired(known) ? known.Credential : await FetchAsync(IsExpired, cancellationToken);

    public override async ValueTask<RequestCredential?> RenewAsync(RequestCredential refused, CancellationToken cancellationToken) =>
        await FetchAsync(answer => answer.Credential == refused, cancellationToken);

    private async Task<RequestCredential> FetchAsync(Predicate<PluginAnswer> isUseless, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_answer is null || isUseless(_answer))
            {
                _answer = await run(cancellationToken);
            }

            return _answer.Credential;
        }
        finally
        {
            _gate.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gate.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool IsExpired(PluginAnswer answer) => answer.Expires is { } expires && time.GetUtcNow() >= expires - s_margin;
}
