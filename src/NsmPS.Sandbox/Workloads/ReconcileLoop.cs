using System.Text.Json.Nodes;
using System.Threading.Channels;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads;

/// <summary>Calls a function soon after every change of some kinds, and once a second; changes that come together count once.</summary>
internal sealed class ReconcileLoop(IObjectStore store, TimeSpan pause, Action reconcile, params ResourceKind[] kinds)
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken token)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        var signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        await Task.WhenAll(Together(ListenAsync(signals.Writer, stop.Token), stop), Together(ServeAsync(signals.Reader, stop.Token), stop));
    }

    /// <summary>Does something for each object; what keeps one from it does not keep the others.</summary>
    public static void ForEach(IEnumerable<JsonObject> items, Action<JsonObject> action)
    {
        foreach (var item in items)
        {
            try
            {
                action(item);
            }
            catch (ApiException)
            {
                // It changed meanwhile, or may not be changed now; the next round sees what is there then.
            }
        }
    }

    /// <summary>The end of one part is the end of the other.</summary>
    private static async Task Together(Task part, CancellationTokenSource stop)
    {
        try
        {
            await part;
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private async Task ListenAsync(ChannelWriter<bool> signals, CancellationToken token)
    {
        await foreach (var _ in store.WatchAsync(kinds.Contains, token))
        {
            signals.TryWrite(true);
        }
    }

    private async Task ServeAsync(ChannelReader<bool> signals, CancellationToken token)
    {
        while (true)
        {
            await WaitAsync(signals, token);
            await Task.Delay(pause, store.Time, token);
            signals.TryRead(out _);
            reconcile();
        }
    }

    private async Task WaitAsync(ChannelReader<bool> signals, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        using var timer = store.Wall.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), limit, s_period, Timeout.InfiniteTimeSpan);
        try
        {
            await signals.WaitToReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            // The second is over.
        }
    }
}
