namespace NsmPS.Kubernetes.Credentials;

/// <summary>Credentials of the kubeconfig's own program: kept until they expire or the
/// server refuses them, and fetched by one caller for all.</summary>
internal sealed class PluginCredential(Func<CancellationToken, Task<PluginAnswer>> run, TimeProvider time) : CredentialSource
{
    // Credentials must not expire while the request is on its way.
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private PluginAnswer? _answer;

    public override async ValueTask<RequestCredential> GetAsync(CancellationToken cancellationToken)
    {
        if (_answer is { } known && !IsExpired(known))
        {
            return known.Credential;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_answer is null || IsExpired(_answer))
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

    public override async ValueTask<RequestCredential?> RenewAsync(RequestCredential refused, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_answer is null || _answer.Credential == refused)
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
