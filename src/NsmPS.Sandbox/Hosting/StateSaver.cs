using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Hosting;

/// <summary>Writes the state file a second after a change, and at the end before anything is taken apart.</summary>
internal sealed partial class StateSaver(SandboxSettings settings, StateFile file, ObjectStore store, ILogger<StateSaver> log)
    : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _saving = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (settings.StateFile is { } path)
        {
            _saving = SaveAsync(path, _stop.Token);
        }

        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();

        // Not bound to the host's shutdown time: on a busy machine the last changes would be lost.
        await _saving.WaitAsync(CancellationToken.None);
        if (settings.StateFile is { } path)
        {
            Save(path);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stop.Dispose();

    private async Task SaveAsync(string path, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_pause, store.Wall);
        long saved = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                saved = store.Version == saved ? saved : Save(path);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The sandbox ends, and saves once more.
        }
    }

    private long Save(string path)
    {
        try
        {
            return file.Save(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            NotSaved(failure.Message);
            return 0;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the state cannot be saved: {Reason}")]
    private partial void NotSaved(string reason);
}
