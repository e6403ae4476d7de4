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
    /// <summary>How many times longer than the function itself changes are collected: in a large cluster, where it takes long, it is
    /// called less often.</summary>
    private const int RestFactor = 4;

    /// <summary>The first pause without a change.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>For those who need changes only, and now and then a look.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private readonly Channel<bool> _signals =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public async Task RunAsync(CancellationToken token)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        await Task.WhenAll(Together(ListenAsync(stop.Token), stop), Together(ServeAsync(stop.Token), stop));
    }

    /// <summary>Calls the function soon, as after a change of an object.</summary>
    public void Wake() => _signals.Writer.TryWrite(true);

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
                // It changed meanwhile, or may not be changed now; the next round sees its new state.
            }
        }
    }

    /// <summary>When one part ends, the other ends too.</summary>
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

    private async Task ListenAsync(CancellationToken token)
    {
        await foreach (var _ in store.WatchAsync(kinds.Contains, token))
        {
            Wake();
        }
    }

    private async Task ServeAsync(CancellationToken token)
    {
        var (period, rest) = (Shortest, TimeSpan.Zero);
        while (true)
        {
            var changed = await WaitAsync(period, token);
            await Task.Delay(pause > rest ? pause : rest, store.Time, token);
            _signals.Reader.TryRead(out _);
            var start = store.Wall.GetTimestamp();
            reconcile();
            rest = store.Wall.GetElapsedTime(start) * RestFactor;
            period = changed ? Shortest : period * 2 < longest ? period * 2 : longest;
        }
    }

    /// <returns>Whether something has changed.</returns>
    private async Task<bool> WaitAsync(TimeSpan period, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        using var timer = store.Wall.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), limit, period,
            Timeout.InfiniteTimeSpan);
        try
        {
            return await _signals.Reader.WaitToReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return false;
        }
    }
}
