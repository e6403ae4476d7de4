namespace NsmPS.Sandbox.Exec;

/// <summary>The programs that run beside a script, and end with it.</summary>
internal sealed class ShellJobs(CancellationToken token) : IAsyncDisposable
{
    private const int First = 100;

    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(token);
    private readonly List<Task<int>> _jobs = [];

    /// <summary>The number of the last one.</summary>
    public int Last => First + _jobs.Count - 1;

    public void Start(Func<CancellationToken, Task<int>> program) => _jobs.Add(program(_end.Token));

    /// <summary>The one with a number; null for none.</summary>
    public Task<int>? Find(string number) => int.TryParse(number, out var place) ? _jobs.ElementAtOrDefault(place - First) : null;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_jobs.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }
}
