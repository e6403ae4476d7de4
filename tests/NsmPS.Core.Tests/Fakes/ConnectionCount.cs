using Microsoft.AspNetCore.Connections;

namespace NsmPS.Core.Tests.Fakes;

/// <summary>Counts the open connections of a server.</summary>
internal sealed class ConnectionCount
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private int _open;

    public int Open => Volatile.Read(ref _open);

    public ConnectionDelegate Watch(ConnectionDelegate next) => async connection =>
    {
        Interlocked.Increment(ref _open);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };

    /// <summary>Waits until so many are left.</summary>
    public async Task WaitForAsync(int left, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        while (Open != left)
        {
            await Task.Delay(s_pause, limit.Token);
        }
    }
}
