namespace NsmPS.Adapter.Registration;

/// <summary>Tells that somebody has begun to listen: it may be a server that was restarted and has forgotten what it knew.</summary>
internal sealed class ServerArrivals
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _arrived = New();

    public void Tell()
    {
        lock (_gate)
        {
            _arrived.TrySetResult();
        }
    }

    /// <summary>Ends when somebody has come since the last call.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        Task arrived;
        lock (_gate)
        {
            arrived = _arrived.Task;
        }

        await arrived.WaitAsync(cancellationToken);
        lock (_gate)
        {
            _arrived = New();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
