using System.Text.Json.Nodes;
using System.Threading.Channels;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Controllers;

/// <summary>
/// Calls a function soon after every change of some kinds; changes that come together count once. Where nothing changes it is called a
/// second later, and then after pauses that double: what failed is tried again, and what is a matter of time is seen.
/// </summary>
/// <param name="store">The objects.</param>
/// <param name="pause">How long changes are collected.</param>
/// <param name="longest">The longest pause without a change.</param>
/// <param name="reconcile">The function.</param>
/// <param name="kinds">Whose changes count.</param>
internal sealed class ReconcileLoop(IObjectStore store, TimeSpan pause, TimeSpan longest, Action reconcile, params ResourceKind[] kinds)
{
    /// <summary>The first pause without a change.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>For those who need changes only, and now and then a look.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

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
        var period = Shortest;
        while (true)
        {
            var changed = await WaitAsync(signals, period, token);
            await Task.Delay(pause, store.Time, token);
            signals.TryRead(out _);
            reconcile();
            period = changed ? Shortest : period * 2 < longest ? period * 2 : longest;
        }
    }

    /// <returns>Whether something has changed.</returns>
    private async Task<bool> WaitAsync(ChannelReader<bool> signals, TimeSpan period, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        using var timer = store.Wall.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), limit, period,
            Timeout.InfiniteTimeSpan);
        try
        {
            return await signals.WaitToReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return false;
        }
    }
}
