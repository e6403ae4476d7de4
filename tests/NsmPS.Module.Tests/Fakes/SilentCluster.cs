using System.Net;
using System.Net.Sockets;

namespace NsmPS.Module.Tests.Fakes;

/// <summary>An API server that takes connections, counts them and never answers.</summary>
internal sealed class SilentCluster : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly TaskCompletionSource _contacted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;

    public SilentCluster()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How often somebody connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Ends when somebody has connected.</summary>
    public Task Contacted => _contacted.Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Socket> open = [];
        try
        {
            while (true)
            {
                open.Add(await _listener.AcceptSocketAsync(_stop.Token));
                Interlocked.Increment(ref _connections);
                _contacted.TrySetResult();
            }
        }
        finally
        {
            open.ForEach(socket => socket.Dispose());
        }
    }
}
