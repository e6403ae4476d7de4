namespace NsmPS.Sandbox.Control;

/// <summary>Cuts all watches that run now.</summary>
internal sealed class WatchCuts : IDisposable
{
    private CancellationTokenSource _current = new();

    public CancellationToken Token => Volatile.Read(ref _current).Token;

    public async Task CutAsync()
    {
        // Not disposed: a watch that starts just now may still take its token.
        var before = Interlocked.Exchange(ref _current, new CancellationTokenSource());
        await before.CancelAsync();
    }

    public void Dispose() => _current.Dispose();
}
